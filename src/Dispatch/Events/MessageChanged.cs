namespace Zhkh.Dispatch;

/// <summary>Fact: a message came in, was played, was reviewed or is overdue.</summary>
public sealed record MessageChanged(Guid MessageId, string Organisation, MessageStatus Status, DateTimeOffset At);
