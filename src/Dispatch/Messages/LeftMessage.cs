namespace Zhkh.Dispatch;

/// <summary>A caller whom nobody answered left a message.</summary>
/// <param name="Phone">E.164, or null when withheld.</param>
/// <param name="LeftAt">The clock starts here.</param>
public sealed record LeftMessage(
    Guid CallId, Guid RecordingId, string Organisation, string Queue, string? Phone, string? AccountNumber,
    DateTimeOffset ArrivedAt, DateTimeOffset LeftAt, int Seconds);
