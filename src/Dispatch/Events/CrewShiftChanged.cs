namespace Zhkh.Dispatch;

/// <summary>Fact: a crew came to work or went home.</summary>
public sealed record CrewShiftChanged(string Organisation, string Crew, bool IsOn, DateTimeOffset At);
