namespace Zhkh.Billing;

/// <summary>An account as a caller may hear of it: no name, no address.</summary>
/// <param name="Language">ru or uk: what the phone chose, else the organisation's.</param>
/// <param name="BalanceMinor">Minor units; positive = owes, negative = overpaid.</param>
/// <param name="AsOf">First day of the current month in the organisation's zone.</param>
public sealed record AccountOnPhone(
    string Organisation, string Number, string Language, long BalanceMinor, string Currency, DateOnly AsOf);
