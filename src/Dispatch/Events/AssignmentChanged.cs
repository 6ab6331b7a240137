namespace Zhkh.Dispatch;

/// <summary>Fact: an order to a crew got a line, moved or not.</summary>
public sealed record AssignmentChanged(
    Guid AssignmentId, Guid TicketId, string Organisation, AssignmentState State, DateTimeOffset At);
