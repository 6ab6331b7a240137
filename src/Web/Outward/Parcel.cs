namespace Zhkh.Web.Outward;

/// <summary>A message lent to a sender.</summary>
/// <param name="Number">Short id for operators whose ids have 32 bits.</param>
/// <param name="Lease">Which loan of the message this is; the first is 1.</param>
/// <param name="Attempts">Tries so far that counted.</param>
internal sealed record Parcel(
    Guid Id, long Number, string Organisation, OutwardChannel Channel, string Recipient, string? Title, string Text,
    string Subject, DateTimeOffset QueuedAt, long Lease, int Attempts);
