namespace Zhkh.Console.Tests.Town;

/// <summary>Those who call: taken from the demo town of the contract.</summary>
internal static class People
{
    public static FakeAccount Kravchenko { get; } = new("4406030", LiveFeed.Organisation,
        "ул. Гагарина, 14, кв. 30", new FakePerson("Кравченко Леонид Петрович", "owner"), 841_260, "RUB", 3,
        ["+79370000030"],
        [
            new FakeMeter("m1", "coldWater", "1180342", 412.38m, "2026-08-23", "2029-05-01", false),
            new FakeMeter("m2", "hotWater", "2204411", 118m, "2026-08-23", "2026-09-01", true),
        ],
        [new FakeBalance("maintenance", 512_460), new FakeBalance("heating", 328_800)], 2, 4);

    public static FakeAccount Melnik { get; } = new("4406118", LiveFeed.Organisation, "ул. Гагарина, 12, кв. 7",
        new FakePerson("Мельник Галина Ивановна", "owner"), -25_000, "RUB", 0, ["+79276112008"],
        [new FakeMeter("m3", "coldWater", "3301177", 88m, null, null, false)], []);

    public static FakeAccount FlatOne { get; } = new("4406031", LiveFeed.Organisation, "ул. Гагарина, 14, кв. 31",
        new FakePerson("Зимина Вера Павловна", "owner"), 0, "RUB", 0, ["+79370000031"], [], []);

    public static FakeAccount FlatTwo { get; } = new("4406032", LiveFeed.Organisation, "ул. Гагарина, 14, кв. 32",
        new FakePerson("Зимина Вера Павловна", "tenant"), 12_345, "RUB", 1, ["+79370000031"], [], []);

    public static IReadOnlyList<FakeAccount> All { get; } = [Kravchenko, Melnik, FlatOne, FlatTwo];
}
