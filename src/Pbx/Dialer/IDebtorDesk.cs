namespace Zhkh.Pbx.Dialer;

/// <summary>
/// Port: who owes what, asked when a campaign is made and before each dial. Answered by Web from Billing.
/// </summary>
public interface IDebtorDesk
{
    /// <summary>Who shall be called, and how many were left out for which reason.</summary>
    Task<DebtorAudience> SelectAsync(
        string organisation, long debtFromMinor, int monthsFrom, CancellationToken cancel);

    /// <summary>
    /// Whether an account is still to be called about the debt it was selected for. Partly paid since is paid: the sum
    /// that would be spoken is no longer the one the person knows.
    /// </summary>
    Task<DebtCheck> StillOwesAsync(
        string organisation, string accountNumber, string phone, long selectedMinor, DateTimeOffset selectedAt,
        CancellationToken cancel);
}

/// <summary>One account to be called.</summary>
/// <param name="Phone">E.164.</param>
/// <param name="Language">ru or uk.</param>
/// <param name="TimeZone">IANA zone of the house; null = the organisation's.</param>
public sealed record Debtor(
    string AccountNumber, string Phone, long AmountMinor, int Months, string Language, string? TimeZone);

/// <summary>
/// Accounts left out for one reason: paid, court, agreement, subsidy, optOut, noPhone, promise, dispute …
/// </summary>
public sealed record Exclusion(string Reason, int Count);

/// <summary>An audience at one moment.</summary>
/// <param name="Currency">ISO 4217.</param>
public sealed record DebtorAudience(
    IReadOnlyList<Debtor> Selected, IReadOnlyList<Exclusion> Excluded, string Currency);

/// <summary>The debt at the moment before the dial.</summary>
/// <param name="Reason">Why not, when <paramref name="Owes"/> is false: <c>paid</c> or a stop reason.</param>
public readonly record struct DebtCheck(bool Owes, long AmountMinor, string? Reason);
