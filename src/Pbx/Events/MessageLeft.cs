namespace Zhkh.Pbx.Events;

/// <summary>Fact: a caller whom nobody could answer left a message. It is heard within ten minutes.</summary>
/// <param name="RecordingId">The message alone; the call has a recording of its own.</param>
/// <param name="Queue">The line nobody came to.</param>
/// <param name="Phone">E.164, or null when withheld: then the message is all there is.</param>
/// <param name="LeftAt">The end of the message: the clock of its review starts here (ПП РФ 416 п. 13).</param>
public sealed record MessageLeft(
    Guid CallId, Guid RecordingId, string Organisation, string Queue, string? Phone, string? AccountNumber,
    DateTimeOffset ArrivedAt, DateTimeOffset LeftAt, int Seconds);
