namespace Zhkh.Dispatch;

/// <summary>Fact: a letter to the local authority is to leave the house.</summary>
public sealed record LetterWritten(Guid LetterId, string Organisation, Guid? TicketId, DateTimeOffset At);
