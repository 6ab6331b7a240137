namespace Zhkh.Pbx.Dialer;

/// <summary>A wish to have somebody called by the robot: an intent row, acted on by the dialer when it may.</summary>
/// <param name="Id">Given by who wishes; placing the same id again changes nothing.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Payload">What the conversation of this kind needs, as a JSON object.</param>
/// <param name="ExpiresAt">Not dialled after this; the order ends as <c>expired</c>.</param>
/// <param name="TriesMax">Dials at most, the first included.</param>
/// <param name="Tag">Comes back in <c>DialFinished</c>: <c>ticket:{id}</c>, <c>outage:{id}</c>.</param>
public sealed record DialOrder(
    Guid Id, string Organisation, DialKind Kind, string Phone, string? AccountNumber, string Payload,
    DateTimeOffset NotBefore, DateTimeOffset ExpiresAt, int TriesMax, string? Tag = null, Guid? CampaignId = null);
