using System.Globalization;

namespace Zhkh.Billing;

/// <summary>What a household was charged and paid, and what its meters showed.</summary>
internal sealed class HouseholdHistory(
    TownRows rows, Organisation organisation, Dice dice, DateOnly today, DemoTownOptions options)
{
    private const int PaymentDay = 12;
    private const int ReadingDay = 22;
    private const int WaterDigits = 5;
    private static readonly DateOnly Commissioned = new(2020, 10, 1);

    private readonly DateOnly _thisMonth = LocalCalendar.FirstOfMonth(today);

    public void Add(Account account, Premise premise, FixedResident? known)
    {
        var charges = known?.MonthlyCharges ?? Charges(premise);
        var debts = known?.Debts ?? Debts(charges);
        var months = known is null ? options.MonthsGenerated : options.Months;
        AddMoney(account, charges, debts, months);
        var verified = today.AddMonths(dice.Between(6, 60));
        AddMeter(account, Service.ColdWater, known?.Cold ?? dice.Between(60, 900), verified, months);
        if (known is null ? organisation.Jurisdiction == "RU" : known.Hot is not null)
        {
            var expired = known?.HotVerificationExpired ?? dice.Below(25) == 0;
            AddMeter(account, Service.HotWater, known?.Hot ?? dice.Between(30, 500),
                expired ? _thisMonth.AddMonths(-2) : verified, months);
        }
    }

    private Dictionary<Service, long> Charges(Premise premise) => new()
    {
        [Service.ColdWater] = premise.Registered * dice.Between(9_000, 22_000),
        [Service.Sewerage] = premise.Registered * dice.Between(8_000, 19_000),
        [Service.Maintenance] = (long)((premise.Area ?? 0) * dice.Between(2_400, 3_200)),
    };

    /// <summary>Seven of ten owe nothing, some owe a month or four, a few have paid too much.</summary>
    private Dictionary<Service, long> Debts(IReadOnlyDictionary<Service, long> charges)
    {
        var lot = dice.Below(100);
        return lot switch
        {
            < 70 => charges.ToDictionary(c => c.Key, _ => 0L),
            < 85 => charges.ToDictionary(c => c.Key, c => c.Value),
            < 95 => charges.ToDictionary(c => c.Key, c => c.Value * dice.Between(2, 4)),
            _ => new Dictionary<Service, long> { [Service.Maintenance] = -dice.Between(1, 900) * 100L },
        };
    }

    private void AddMoney(
        Account account, IReadOnlyDictionary<Service, long> charges, IReadOnlyDictionary<Service, long> debts,
        int months)
    {
        var histories = charges.ToDictionary(
            c => c.Key, c => PaymentHistory.Of(c.Value, months, debts.GetValueOrDefault(c.Key)));
        Post(account, PostingKind.Adjustment, _thisMonth.AddMonths(-months), "opening",
            histories.Select(h => (h.Key, h.Value.Opening)), Book.Adjustments);
        for (var month = 0; month < months; month++)
        {
            var first = _thisMonth.AddMonths(month - months);
            var index = month;
            var paidOn = first.AddMonths(1).AddDays(PaymentDay - 1);
            Post(account, PostingKind.Charge, first.AddMonths(1).AddDays(-1), "charge",
                charges.Select(c => (c.Key, c.Value)), Book.Income);
            Post(account, PostingKind.Payment, paidOn < today ? paidOn : today, "payment",
                histories.Select(h => (h.Key, -h.Value.Payments[index])), Book.Bank);
        }
    }

    private void Post(
        Account account, PostingKind kind, DateOnly on, string name, IEnumerable<(Service Service, long Minor)> moved,
        Book other)
    {
        var lines = moved.Where(m => m.Minor != 0).OrderBy(m => m.Service)
            .Select(m => EntryLine.Resident(account.Id, m.Service, new Money(m.Minor, organisation.Currency))).ToList();
        if (lines.Count == 0)
        {
            return;
        }

        var total = lines.Sum(l => l.Amount.Minor);
        lines.Add(EntryLine.Of(other, new Money(-total, organisation.Currency)));
        var key = string.Create(CultureInfo.InvariantCulture, $"demo:{account.Number}:{name}:{on:yyyy-MM}");
        rows.Postings.Add((dice.Guid(),
            new PostingRequest(organisation.Code, kind, on, Reason(kind, on), key, "demo", lines)));
    }

    private string Reason(PostingKind kind, DateOnly on)
    {
        var (russian, ukrainian) = kind switch
        {
            PostingKind.Charge => ("Начислено за", "Нараховано за"),
            PostingKind.Payment => ("Оплата", "Оплата"),
            PostingKind.Adjustment => ("Входящее сальдо", "Вхідне сальдо"),
            PostingKind.Reversal => ("Сторно", "Сторно"),
            PostingKind.Penalty => ("Пени", "Пеня"),
            PostingKind.Recalculation => ("Перерасчёт", "Перерахунок"),
        };
        var words = organisation.Language == "uk" ? ukrainian : russian;
        return string.Create(CultureInfo.InvariantCulture, $"{words} {on:MM.yyyy}");
    }

    private void AddMeter(Account account, Service service, decimal last, DateOnly verified, int months)
    {
        var meter = new Meter
        {
            Id = dice.Guid(),
            Organisation = organisation.Code,
            Scope = MeterScope.Unit,
            AccountId = account.Id,
            Service = service,
            Serial = dice.Between(10_000_000, 99_999_999).ToString(CultureInfo.InvariantCulture),
            Unit = "m3",
            Digits = WaterDigits,
            CommissionedOn = Commissioned,
            NextVerificationOn = verified,
        };
        rows.Meters.Add(meter);
        var value = last;
        var consumed = dice.Between(2, 7);
        for (var back = 1; back <= months && value >= 0; back++)
        {
            var on = _thisMonth.AddMonths(-back).AddDays(ReadingDay - 1);
            var at = new DateTimeOffset(on, new TimeOnly(9, dice.Below(60)), TimeSpan.Zero);
            rows.Readings.Add(new MeterReading
            {
                Id = dice.Guid(),
                Organisation = organisation.Code,
                MeterId = meter.Id,
                Value = value,
                Consumption = Math.Min(consumed, value),
                At = at,
                TakenOn = on,
                Source = ReadingSource.Phone,
                Status = ReadingStatus.Accepted,
                RolledOver = false,
                ZeroForMonths = false,
                Key = string.Create(CultureInfo.InvariantCulture, $"demo:{meter.Id}:{on:yyyy-MM}"),
            });
            value -= consumed;
        }
    }
}
