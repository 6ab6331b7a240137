namespace Zhkh.Dispatch;

/// <summary>Fact: the hour has come to ask a resident how the job was done.</summary>
/// <param name="ClosesAt">Not to be called after this.</param>
public sealed record PollFellDue(
    Guid PollId, string Organisation, int TicketNumber, string Phone, string? AccountNumber, string Language,
    int TriesMax, DateTimeOffset ClosesAt, DateTimeOffset At);
