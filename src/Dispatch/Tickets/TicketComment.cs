namespace Zhkh.Dispatch;

/// <summary>A remark on a ticket; never changed.</summary>
public sealed class TicketComment
{
    public required Guid Id { get; init; }

    public required Guid TicketId { get; init; }

    public required string Organisation { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required string Text { get; init; }
}
