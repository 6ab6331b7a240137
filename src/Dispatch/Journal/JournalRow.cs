namespace Zhkh.Dispatch;

/// <summary>A request in the journal with the columns an inspector asks for (DOMAIN §1.3), as far as they exist.</summary>
/// <param name="Channel">phone, desk: how it came.</param>
/// <param name="IsEmergency">Urgent or critical.</param>
/// <param name="Term">How it stands to its deadlines now.</param>
/// <param name="ToldBy">Who told the applicant of the term, or how.</param>
/// <param name="ToldAt">When that was written down.</param>
/// <param name="AssignedAt">When it went to a crew for the last time.</param>
/// <param name="Result">What was said when it was done or rejected.</param>
/// <param name="Postponed">Each later term with its reason: <c>2026-11-22T15:00:00+00:00: waiting for a valve</c>.</param>
/// <param name="MunicipalityAt">When the first letter to the local authority was written.</param>
/// <param name="Municipality">To which addresses.</param>
/// <param name="Reopened">How often it came back.</param>
public sealed record JournalRow(
    Guid Id, string Organisation, int Number, DateTimeOffset OpenedAt, string Channel, string? Phone, string? Person,
    string? Address, string? AccountNumber, string ReceivedBy, string Category, TicketPriority Priority,
    bool IsEmergency, string Text, TicketStatus Status, IReadOnlyList<DeadlineRow> Deadlines, JournalTerm Term,
    DateTimeOffset? PlannedUntil, string? ToldBy, DateTimeOffset? ToldAt, string? Crew, DateTimeOffset? AssignedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? LocalisedAt, DateTimeOffset? DoneAt, DateTimeOffset? ClosedAt,
    string? Result, IReadOnlyList<string> Postponed, DateTimeOffset? MunicipalityAt,
    IReadOnlyList<string> Municipality, int? Rating, int Reopened, IReadOnlyList<Guid> CallIds)
{
    /// <summary>Recordings of its calls; filled by who knows the calls.</summary>
    public IReadOnlyList<Guid> RecordingIds { get; init; } = [];
}
