namespace Zhkh.Dispatch;

/// <summary>Fact: an order is to be told to its crew by SMS; a rung of the ladder.</summary>
public sealed record CrewSmsDue(Guid AssignmentId, string Organisation, int Rung, DateTimeOffset At);
