namespace Zhkh.Pbx.Calls;

/// <summary>What a caller left after the signal.</summary>
/// <param name="EndedAt">Null when the end of the call was the end of the message.</param>
/// <param name="PartialReason">Why something of its recording is missing.</param>
internal sealed record MessageOnCall(
    Guid RecordingId, string Line, DateTimeOffset BeganAt, DateTimeOffset? EndedAt, string? PartialReason = null);
