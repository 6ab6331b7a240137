namespace Zhkh.Dispatch;

/// <summary>A line of the journal; written by the act that moved the ticket, never changed.</summary>
public sealed class TicketChange
{
    public long Id { get; init; }

    public required Guid TicketId { get; init; }

    public required string Organisation { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    /// <summary>Null in the first line.</summary>
    public TicketMove? Move { get; init; }

    public TicketStatus? FromStatus { get; init; }

    public required TicketStatus ToStatus { get; init; }

    public string? Why { get; init; }

    /// <summary>What a line that is no move set: the term (ISO 8601), the priority.</summary>
    public string? Detail { get; init; }
}
