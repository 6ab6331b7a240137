namespace Zhkh.Dispatch;

/// <summary>Fact: a crew that had taken the order must not go there any more.</summary>
public sealed record CrewOrderTakenBack(Guid AssignmentId, string Organisation, DateTimeOffset At);
