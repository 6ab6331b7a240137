namespace Zhkh.Billing;

/// <summary>The fixed residents, by organisation.</summary>
internal static class FixedResidents
{
    private static readonly Dictionary<Service, long> Roubles = new()
    {
        [Service.ColdWater] = 38_240,
        [Service.HotWater] = 71_380,
        [Service.Sewerage] = 30_800,
        [Service.Maintenance] = 140_000,
    };

    private static readonly Dictionary<Service, long> Hryvnias = new()
    {
        [Service.ColdWater] = 24_056,
        [Service.Sewerage] = 19_400,
        [Service.Heating] = 51_200,
        [Service.Maintenance] = 28_800,
    };

    public static IReadOnlyList<FixedResident> Privolsk { get; } =
    [
        // Three whole months unpaid: 3 × 2 804.20 = 8 412.60.
        new("4406030", "+79370000030", "Гагарина", "14", 30, "Кравченко", "Леонид", "Петрович",
            Roubles.ToDictionary(c => c.Key, c => 3 * c.Value), Roubles, 380m, 145m, HotVerificationExpired: true),
        new("4406031", "+79370000031", "Гагарина", "14", 31, "Кравченко", "Нина", "Фёдоровна",
            Debts((Service.Maintenance, 0)), Roubles, 214m, 96m, false),
        new("4406032", "+79370000031", "Гагарина", "14", 32, "Кравченко", "Нина", "Фёдоровна",
            Debts((Service.HotWater, 12_345)), Roubles, 87m, 41m, false),
        new("4406118", "+79370000118", "Изотова", "3", 18, "Олейник", "Вера", "Степановна",
            Debts((Service.Maintenance, -25_000)), Roubles, 655m, 302m, false),
        new("4406007", "+79370000007", "Гагарина", "12", 7, "Мельник", "Галина", "Ивановна",
            Debts((Service.Maintenance, 0)), Roubles, 412m, 118m, false),
    ];

    public static IReadOnlyList<FixedResident> Khmelnytske { get; } =
    [
        // One whole month: 240.56 + 194.00 + 512.00 + 288.00 = 1 234.56.
        new("5506184", "+380670000184", "Проскурівська", "18", 4, "Ковальчук", "Оксана", "Михайлівна",
            Hryvnias, Hryvnias, 321m, null, false),
    ];

    private static Dictionary<Service, long> Debts(params (Service Service, long Minor)[] debts) =>
        debts.ToDictionary(d => d.Service, d => d.Minor);
}
