namespace Zhkh.Billing;

/// <summary>A resident of the demo town that documents and checks rely on (the contract's table).</summary>
/// <param name="Debts">Balance by service on the current month; adds up to the fixed balance.</param>
/// <param name="MonthlyCharges">What each finished month charged, by service.</param>
internal sealed record FixedResident(
    string Account, string Phone, string Street, string House, int Flat, string Surname, string GivenName,
    string Patronymic, IReadOnlyDictionary<Service, long> Debts, IReadOnlyDictionary<Service, long> MonthlyCharges,
    decimal Cold, decimal? Hot, bool HotVerificationExpired);
