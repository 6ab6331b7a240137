namespace Zhkh.Dispatch;

/// <summary>Fact: nobody needs to tell the crew any more; a call of the robot that waits is taken back.</summary>
public sealed record CrewLadderStopped(Guid AssignmentId, string Organisation, string Because, DateTimeOffset At);
