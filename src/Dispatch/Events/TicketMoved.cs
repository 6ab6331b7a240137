namespace Zhkh.Dispatch;

/// <summary>Fact: a ticket moved.</summary>
public sealed record TicketMoved(
    Guid TicketId, string Organisation, int Number, TicketMove Move, TicketStatus Status, string By,
    DateTimeOffset At);
