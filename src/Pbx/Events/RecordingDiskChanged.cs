namespace Zhkh.Pbx.Events;

/// <summary>Fact: the disk under the recordings has come to another mark, or stopped or began to take bytes.</summary>
/// <param name="Level">fine, low, critical.</param>
/// <param name="FreeBytes">−1: could not be measured.</param>
/// <param name="Fault">Why the last write failed; null when it did not.</param>
public sealed record RecordingDiskChanged(
    string Organisation, string Level, long FreeBytes, string? Fault, DateTimeOffset At);
