namespace Zhkh.Dispatch;

/// <summary>A call that belongs to a ticket; its recording is found by the call's id.</summary>
public sealed class TicketCall
{
    public required Guid TicketId { get; init; }

    public required Guid CallId { get; init; }

    public required string Organisation { get; init; }
}
