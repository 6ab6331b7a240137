namespace Zhkh.Pbx.Events;

/// <summary>Fact: of a call's recording something is missing, or all of it; the call itself went on.</summary>
public sealed record RecordingCutShort(
    Guid CallId, Guid RecordingId, string Organisation, string Reason, DateTimeOffset At);
