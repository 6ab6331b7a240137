namespace Zhkh.Web.Outward;

/// <summary>Fact of schema web: a message to the outside has got somewhere, or has given up.</summary>
/// <param name="State">queued, sending, sent, delivered, failed, dead.</param>
/// <param name="Reply">The server's or operator's own words for this recipient; null while it has said nothing.</param>
internal sealed record OutwardChanged(
    Guid MessageId, string Organisation, string Channel, string Recipient, string Subject, string State,
    string? Reply, DateTimeOffset At);
