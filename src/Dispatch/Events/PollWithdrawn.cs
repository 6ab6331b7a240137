namespace Zhkh.Dispatch;

/// <summary>Fact: a resident need not be asked any more.</summary>
public sealed record PollWithdrawn(Guid PollId, string Organisation, string Because, DateTimeOffset At);
