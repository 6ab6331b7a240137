namespace Zhkh.Billing;

/// <summary>A register of payments: GET /api/registers/{id}.</summary>
/// <param name="Encoding">As found or as named; null when it was refused for it.</param>
/// <param name="Rows">Rows read, bad ones too.</param>
/// <param name="Amount">Sum of all rows whose amount can be read, minor units.</param>
/// <param name="Known">Rows that are, or will be, payments of a known account.</param>
/// <param name="Progress">While it is being posted or reversed.</param>
/// <param name="Reversing">It is being taken back; the status says posted until all of it is.</param>
public sealed record Register(
    Guid Id, string Organisation, string FileName, string Sha256, string Profile, string Bank, string? Encoding,
    RegisterStatus Status, DateTimeOffset UploadedAt, string UploadedBy, int Rows, long Amount, string Currency,
    RegisterTotals? Footer, int Known, int Unidentified, int Repeated, int Bad, IReadOnlyList<RegisterError> Errors,
    RegisterProgress? Progress, bool Reversing, DateTimeOffset? PostedAt, DateTimeOffset? ReversedAt,
    string? ReverseReason);

/// <summary>What the bank says the file holds.</summary>
/// <param name="Matches">It does.</param>
public sealed record RegisterTotals(long? Rows, long? Amount, bool Matches);

/// <summary>Rows done of rows to do.</summary>
public sealed record RegisterProgress(int Done, int Total);

/// <summary>The life of a register.</summary>
public enum RegisterStatus
{
    /// <summary>Read and judged; nothing is posted.</summary>
    Preview,

    /// <summary>Not to be trusted as a whole; nothing of it will ever be posted.</summary>
    Rejected,

    /// <summary>On its way into the ledger, batch after batch.</summary>
    Posting,
    Posted,
    Reversed,
}

/// <summary>A row of a register.</summary>
/// <param name="Period">What the payer says it is for, as the bank printed it.</param>
/// <param name="Fee">What the bank kept, minor units.</param>
/// <param name="Reason">Why it is unidentified, repeated or bad.</param>
public sealed record RegisterRow(
    int Line, string? OperationId, DateTimeOffset? At, DateOnly? PaidOn, string? AccountNumber, string? Payer,
    string? Address, string? Period, long? Amount, long? Fee, RegisterRowState State, RegisterFault? Reason);

/// <summary>What becomes of a row.</summary>
public enum RegisterRowState
{
    Ready,

    /// <summary>Its account is not known; it will wait, or waits, among the unidentified payments.</summary>
    Unidentified,
    Repeated,
    Bad,
    Posted,
    Reversed,
}
