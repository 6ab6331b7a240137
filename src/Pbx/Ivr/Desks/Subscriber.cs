using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>An account as the robot needs it. No name and no address: the robot must not be able to say them.</summary>
/// <param name="Organisation">Code of the organisation that keeps the account.</param>
/// <param name="AccountNumber">Лицевой счёт, digits only.</param>
/// <param name="Language">Default language of the account's organisation or the one the phone chose.</param>
/// <param name="BalanceMinor">Kopecks; positive = owes, negative = overpaid.</param>
/// <param name="Currency">ISO 4217: RUB, UAH.</param>
/// <param name="AsOf">The local month the balance stands in (day is ignored).</param>
public sealed record Subscriber(
    string Organisation, string AccountNumber, Language Language, long BalanceMinor, string Currency, DateOnly AsOf);
