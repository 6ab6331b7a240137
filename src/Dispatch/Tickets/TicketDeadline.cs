namespace Zhkh.Dispatch;

/// <summary>A clock of a ticket (DOMAIN §1.1).</summary>
public sealed class TicketDeadline
{
    public required Guid TicketId { get; init; }

    /// <summary>localise, eliminate, clearSewer, clearChute, informPlannedTerm, notifyMunicipality.</summary>
    public required string Clock { get; init; }

    public required string Organisation { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required string Clause { get; init; }

    public required string Source { get; init; }

    public DateTimeOffset? MetAt { get; set; }
}
