namespace Zhkh.Dispatch;

/// <summary>Fact: a callback waits and a clock says so.</summary>
/// <param name="Stage">ownMinuteLeft, ownDue, legalMinuteLeft, legalDue (a breach).</param>
public sealed record CallbackFellDue(
    Guid CallbackId, string Organisation, string? Phone, string? AccountNumber, CallbackStages Stage,
    DateTimeOffset OwnDueAt, DateTimeOffset LegalDueAt, DateTimeOffset At);
