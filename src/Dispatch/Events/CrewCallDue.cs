namespace Zhkh.Dispatch;

/// <summary>Fact: an order is to be told to its crew by the robot's call; a rung of the ladder.</summary>
public sealed record CrewCallDue(Guid AssignmentId, string Organisation, int Rung, DateTimeOffset At);
