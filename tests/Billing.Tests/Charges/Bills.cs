namespace Zhkh.Billing.Tests;

/// <summary>Prices, rules and households for tests of the calculator.</summary>
internal static class Bills
{
    public static readonly DateOnly October = new(2026, 10, 1);

    public static LegalRules Rules { get; } = new(new Dictionary<string, decimal>
    {
        ["charge.average.periodsMax"] = 3,
        ["charge.expired.normFactor"] = 1.5m,
        ["reading.average.monthsMax"] = 6,
        ["reading.average.submissionsMin"] = 3,
    });

    public static Tariff Tariff(
        Service service, decimal price, string from = "2026-01-01", string? to = null, ChargedBy? by = null,
        string? unit = null)
    {
        var (usualBy, usualUnit) = UsualTariff.Of(service);
        return new Tariff(Guid.NewGuid(), "privolsk", service, price, unit ?? usualUnit, by ?? usualBy, Day(from),
            to is null ? null : Day(to), "приказ");
    }

    public static Norm Norm(
        Service service, decimal value, NormPer per = NormPer.Person, string unit = "m3",
        string from = "2026-01-01", string? to = null) =>
        new(service, per, value, unit, Day(from), to is null ? null : Day(to));

    public static PriceList Prices(DateOnly month, IReadOnlyList<Tariff> tariffs, params Norm[] norms) =>
        new(month, tariffs, norms);

    public static Household Household(
        int people = 2, decimal? area = 48.3m, DateOnly? month = null, params MeterFacts[] meters)
    {
        var first = month ?? October;
        return new Household(Guid.NewGuid(), "1", people, area, first, first.AddMonths(1).AddDays(-1), meters,
            new HashSet<Service>());
    }

    /// <summary>A meter with readings of the months before, newest first, and how many are of this month.</summary>
    public static MeterFacts Meter(
        Service service, int newReadings, MeterState? state, string? verification,
        params (decimal Value, string On)[] readings)
    {
        var past = readings.Select((r, i) => new PastReading(r.Value,
            i + 1 < readings.Length ? r.Value - readings[i + 1].Value : 0, Day(r.On))).ToList();
        return new MeterFacts(Guid.NewGuid(), service, 5, verification is null ? null : Day(verification), past,
            newReadings, state);
    }

    public static DateOnly Day(string day) =>
        DateOnly.ParseExact(day, "O", System.Globalization.CultureInfo.InvariantCulture);
}
