namespace Zhkh.Billing;

/// <summary>Money that came and whose account nobody knew (невыясненные платежи).</summary>
/// <param name="AccountNumber">What stood in the file.</param>
/// <param name="AssignedTo">The account it went to.</param>
/// <param name="Suggestions">Only while it is open.</param>
public sealed record UnidentifiedPayment(
    Guid Id, string Organisation, Guid? RegisterId, int? Line, string OperationId, DateTimeOffset? At,
    DateOnly PaidOn, string? AccountNumber, string? Payer, string? Address, long Amount, string Currency,
    UnidentifiedStatus Status, string? AssignedTo, DateTimeOffset? SettledAt, string? SettledBy,
    string? ReturnReason, IReadOnlyList<AccountSuggestion> Suggestions);

/// <summary>What has become of it.</summary>
public enum UnidentifiedStatus
{
    Open,
    Assigned,
    Returned,
}

/// <summary>An account it may be for.</summary>
public sealed record AccountSuggestion(string AccountNumber, string Address, SuggestedBy Why);

/// <summary>What led to a suggestion.</summary>
public enum SuggestedBy
{
    Address,
    Payer,

    /// <summary>The number in the file begins like this one.</summary>
    Number,
}

/// <summary>What became of an act on an unidentified payment.</summary>
public enum SettleVerdict
{
    Settled,

    /// <summary>The very same was done before.</summary>
    Repeated,
    Unknown,
    UnknownAccount,

    /// <summary>Assigned, returned or reversed already.</summary>
    NotOpen,
}
