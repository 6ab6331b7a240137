namespace Zhkh.Dispatch;

/// <summary>Fact: a poll got somewhere.</summary>
public sealed record PollChanged(Guid PollId, Guid TicketId, string Organisation, PollState State, DateTimeOffset At);
