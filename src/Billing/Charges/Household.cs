namespace Zhkh.Billing;

/// <summary>What a month of one account is computed from.</summary>
/// <param name="People">Registered, or the owners when nobody is (RU 354 p.56(2)).</param>
/// <param name="From">First day of the month on which the account was open.</param>
/// <param name="To">Last such day.</param>
/// <param name="Unserved">Services of the organisation that the flat does not get.</param>
internal sealed record Household(
    Guid AccountId, string Number, int People, decimal? Area, DateOnly From, DateOnly To,
    IReadOnlyList<MeterFacts> Meters, IReadOnlySet<Service> Unserved);

/// <summary>A meter of the account with what is known of it.</summary>
/// <param name="Readings">Those that count for this month's bill and earlier, newest first.</param>
/// <param name="NewReadings">How many of them belong to this month's bill; the rest are older.</param>
/// <param name="State">As the last charge left it; null when none was made.</param>
internal sealed record MeterFacts(
    Guid Id, Service Service, int Digits, DateOnly? VerificationDue, IReadOnlyList<PastReading> Readings,
    int NewReadings, MeterState? State);
