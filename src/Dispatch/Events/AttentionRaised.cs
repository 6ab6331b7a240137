namespace Zhkh.Dispatch;

/// <summary>Fact: a person must look at a ticket.</summary>
public sealed record AttentionRaised(
    Guid Id, string Organisation, Guid TicketId, int Number, AttentionReason Reason, bool ForSupervisor,
    DateTimeOffset At);
