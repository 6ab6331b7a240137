namespace Zhkh.Billing;

/// <summary>Fact: a payment reached an account.</summary>
/// <param name="AmountMinor">Minor units of the organisation's currency, positive.</param>
/// <param name="At">When it entered the ledger; it may have been paid days before.</param>
public sealed record PaymentReceived(
    Guid AccountId, string AccountNumber, string Organisation, long AmountMinor, DateTimeOffset At);
