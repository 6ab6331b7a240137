using System.Globalization;

namespace Zhkh.Console.Tests.Town;

/// <summary>Books with something in them: a year of Kravchenko, a bank's file, months, a campaign.</summary>
internal static class FakeScenes
{
    private static readonly (string Service, long Charged)[] Services =
    [
        ("maintenance", 161_040), ("heating", 214_210), ("coldWater", 21_595), ("hotWater", 58_312),
        ("sewerage", 33_480), ("waste", 12_006),
    ];

    public static void FillBooks(FakeTown town)
    {
        var billing = town.Billing;
        billing.AccountMonths[People.Kravchenko.Number] = [.. Enumerable.Range(1, 11).Select(Month)];
        billing.Charges.AddRange(
        [
            Charge("c1", "coldWater", "meter", "7.000", "7,000 м³ × 30,85 ₽ = 215,95 ₽", 21_595),
            Charge("c2", "heating", "area", "54.2", "54,2 м² × 0,0254 Гкал × 1 556,00 ₽ = 2 142,10 ₽", 214_210),
            Charge("c3", "hotWater", "normRaised", "3.200",
                "норматив 3,200 м³ × 121,48 ₽ × 1,5 (поверка истекла 01.09.2026) = 583,12 ₽", 58_312, reversed: true),
            Charge("c4", "hotWater", "average", "4.100", "среднее за 6 мес. 4,100 м³ × 121,48 ₽ = 498,07 ₽", 49_807),
        ]);
        billing.Segments.AddRange(
        [
            new FakeSegment("2026-06-11", "2026-07-10", 30, "9.5", "0", 512_460, 0, "п. 14 ст. 155 ЖК РФ, до 30 дней"),
            new FakeSegment("2026-07-11", "2026-09-08", 60, "9.5", "1/300", 512_460, 9_737, "п. 14 ст. 155 ЖК РФ"),
            new FakeSegment("2026-09-09", "2026-11-20", 73, "9.5", "1/130", 512_460, 27_338, "п. 14 ст. 155 ЖК РФ"),
        ]);
        billing.Postings.AddRange(
        [
            Posting(4, "payment", "maintenance", -290_000, "2026-08-12", "Реестр sber_20260812.txt, строка 14"),
            Posting(3, "charge", "coldWater", 21_595, "2026-10-31", "7,000 м³ × 30,85 ₽"),
            Posting(2, "adjustment", "heating", -4_200, "2026-09-30", "Недотоп 14 часов, акт 31"),
            Posting(1, "charge", "heating", 214_210, "2026-09-30", "54,2 м² × 39,52 ₽") with { Reversed = true },
        ]);
        town.AddTicket("Капает с потолка в ванной", People.Kravchenko.Address, TimeSpan.FromHours(2));
    }

    public static void FillMonths(FakeTown town)
    {
        var billing = town.Billing;
        billing.Months.AddRange(
        [
            new FakeMonth(LiveFeed.Organisation, "2026-10", "charged", 12_480, 71_204, 48_120_355_00, 812_044_00,
                FakeBilling.Day, FakeBilling.Day.AddMinutes(2), null, null, null,
                [new FakeGap("waste", 214, "noTariff"), new FakeGap("heating", 3, "noArea")]),
            new FakeMonth(LiveFeed.Organisation, "2026-09", "closed", 12_477, 71_180, 39_004_118_20, 640_100_00,
                FakeBilling.Day.AddDays(-40), FakeBilling.Day.AddDays(-40).AddMinutes(2), FakeBilling.Day.AddDays(-30),
                "billing", null, []),
        ]);
        billing.Tariffs.AddRange(
        [
            Tariff("t1", "coldWater", "30.85", "m3", "2026-07-01", null),
            Tariff("t2", "coldWater", "28.10", "m3", "2025-07-01", "2026-07-01"),
            Tariff("t3", "heating", "1556.00", "gcal", "2026-07-01", null),
            Tariff("t4", "maintenance", "31.07", "m2", "2027-01-01", null),
        ]);
    }

    public static FakeRegister Register(string id, string name) => new(id, LiveFeed.Organisation, name,
        new string('a', 64), "sber", "windows-1251", "preview", FakeBilling.Day, "billing", 1_204, 3_412_877_40, "RUB",
        new FakeFooter(1_204, 3_412_877_40, true), 1_189, 9, 4, 2,
        [
            new FakeRegisterError(118, "amount", "Сумма «12,3О» не читается: в ней буква О вместо нуля."),
            new FakeRegisterError(640, "date", "Дата 31.02.2026 не бывает."),
        ], null, null, null);

    public static FakeRegister Refused(string id, string name) => Register(id, name) with
    {
        Status = "rejected", Known = 0, Unidentified = 0, Repeated = 0, Bad = 0,
        Footer = new FakeFooter(1_205, 3_412_977_40, false), Errors =
        [
            new FakeRegisterError(null, "footerRows", "В итоге файла 1 205 строк, а в файле 1 204."),
            new FakeRegisterError(null, "footerAmount",
                "Сумма итога 3 412 977,40 ₽, а сумма строк 3 412 877,40 ₽: разница 100,00 ₽."),
        ],
    };

    public static FakeRow[] Rows(int count) =>
    [
        .. Enumerable.Range(1, count).Select(line => new FakeRow(line, $"op-{line}", FakeBilling.Day.AddSeconds(line),
            (4_406_000 + (line % 900)).ToString(CultureInfo.InvariantCulture), "КРАВЧЕНКО ЛЕОНИД ПЕТРОВИЧ",
            "УЛ ГАГАРИНА Д 14 КВ " + line, "10.2026", 100_00 + line, 1_00 + (line % 7),
            line == 7 ? "unidentified" : line == 12 ? "repeated" : line == 18 ? "bad" : "ready",
            line == 7 ? "счёта 9990007 нет" : line == 12 ? "эта операция уже проведена 18.11.2026" : null)),
    ];

    public static FakeUnidentified Unknown(string id, int line, long amount, params FakeSuggestion[] suggestions) =>
        new(id, "r1", line, $"op-{line}", FakeBilling.Day, "9990007", "МЕЛЬНИК ГАЛИНА ИВАНОВНА",
            "Г ПРИВОЛЬСК УЛ ГАГАРИНА Д 12 КВ 7", amount, "RUB", "open", suggestions);

    private static FakeAccountMonth Month(int number)
    {
        var month = $"2026-{number:D2}";
        var status = number == 11 ? "open" : number == 10 ? "charged" : "closed";
        var isCold = number is <= 4 or >= 10;
        var services = Services.Where(each => isCold || each.Service != "heating")
            .Select(each => new FakeSums(each.Service, 0, number == 11 ? 0 : each.Charged + (number * 111), 0, 0, 0, 0))
            .Select(each => number == 9 && each.Service == "hotWater" ? each with { Recalculated = -8_505 } : each)
            .ToArray();
        var charged = services.Sum(each => each.Charged);
        var paid = number == 8 ? 290_000 : number < 8 ? charged : 0;
        return new FakeAccountMonth(month, status, 0, charged, services.Sum(each => each.Recalculated),
            number > 8 ? 12_355 : 0, paid, number >= 8 ? 841_260 - ((10 - number) * 120_000) : 0, services);
    }

    private static FakeCharge Charge(string id, string service, string method, string quantity, string formula,
        long amount, bool reversed = false) =>
        new(id, service, "2026-10", method, quantity, "м³", "30.85", null, amount, formula, "p-" + id, reversed,
            FakeBilling.Day);

    private static FakePosting Posting(long id, string kind, string service, long amount, string on, string reason) =>
        new(id, $"p{id}", kind, service, amount, "RUB", on, FakeBilling.Day, "billing", reason, null, false);

    private static FakeTariff Tariff(string id, string service, string price, string unit, string from, string? to) =>
        new(id, LiveFeed.Organisation, service, price, unit, from, to, "Приказ комитета тарифов № 47/12 от 18.12.2025");
}
