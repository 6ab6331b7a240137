namespace Zhkh.Dispatch;

/// <summary>Fact: a message waits and its clock says so.</summary>
/// <param name="IsBreach">False a minute before the end, true at the end.</param>
public sealed record MessageFellDue(
    Guid MessageId, string Organisation, string? Phone, string? AccountNumber, bool IsBreach, DateTimeOffset DueAt,
    DateTimeOffset At);
