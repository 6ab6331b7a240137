namespace Zhkh.Pbx.Events;

/// <summary>Fact: a call is over and its row is complete.</summary>
/// <param name="TalkSeconds">How long a dispatcher and a resident talked; 0 when they did not.</param>
/// <param name="OwnPhoneSilent">An outbound call whose first leg, our phone, nobody took.</param>
public sealed record CallFinished(
    Guid CallId, string Organisation, string Direction, string? Phone, string? AccountNumber, string Outcome,
    DateTimeOffset ArrivedAt, DateTimeOffset EndedAt, int TalkSeconds, Guid? RecordingId, string? Tag,
    bool OwnPhoneSilent = false);
