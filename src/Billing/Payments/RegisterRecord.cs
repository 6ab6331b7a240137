namespace Zhkh.Billing;

/// <summary>A row of a register as read, before anybody has looked whether the account exists.</summary>
/// <param name="At">When it was paid, by the wall clock of the organisation.</param>
/// <param name="Fault">Why it cannot become a payment; what could be read is there all the same.</param>
internal sealed record RegisterRecord(
    int Line, string? OperationId, DateTimeOffset? At, DateOnly? PaidOn, string? AccountNumber, string? Payer,
    string? Address, string? Period, long? AmountMinor, long? FeeMinor, RegisterFault? Fault);

/// <summary>Control totals a bank wrote below its rows; what its profile does not name is null.</summary>
internal sealed record RegisterFooter(int Line, long? Rows, long? AmountMinor, long? FeeMinor);
