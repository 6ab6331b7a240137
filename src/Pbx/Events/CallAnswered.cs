namespace Zhkh.Pbx.Events;

/// <summary>Fact: a dispatcher and a resident are talking, in either direction.</summary>
/// <param name="Phone">The resident's number.</param>
/// <param name="Extension">The dispatcher's phone.</param>
/// <param name="Tag">What the outbound call was made for (<c>callback:{id}</c>), null for an inbound call.</param>
public sealed record CallAnswered(
    Guid CallId, string Organisation, string? Phone, string? AccountNumber, string Extension,
    DateTimeOffset At, string? Tag);
