namespace Zhkh.Dispatch;

/// <summary>An outage as screens see it.</summary>
/// <param name="Heard">Calls that heard of it to the end of the sentence.</param>
/// <param name="WantCall">Phones that asked to be called when it is over.</param>
public sealed record OutageRow(
    Guid Id, int Number, string Organisation, OutageKind Kind, OutageState State, IReadOnlyList<Utility> Services,
    IReadOnlyList<OutageHouse> Houses, DateTimeOffset StartsAt, DateTimeOffset? PlannedUntil, DateTimeOffset? ClosedAt,
    OutageCause Cause, Guid? TicketId, bool NotifyMunicipality, bool IsShortNotice, DateTimeOffset DeclaredAt,
    string DeclaredBy, int Heard, int WantCall, IReadOnlyList<OutageDeadlineRow> Deadlines,
    IReadOnlyList<OutageChangeRow> Changes);

/// <summary>Until when a service may be off (RU 354, Annex 1).</summary>
public sealed record OutageDeadlineRow(Utility Service, DateTimeOffset DueAt, string Clause, string Source);

/// <summary>A line of the outage's log.</summary>
public sealed record OutageChangeRow(
    DateTimeOffset At, string By, OutageStep What, DateTimeOffset? PlannedUntil, DateTimeOffset? ClosedAt,
    string? Reason);

/// <summary>An outage at a house, as the robot and the card need it.</summary>
public sealed record OutageAtHouse(
    Guid Id, int Number, Guid HouseId, OutageKind Kind, OutageCause Cause, IReadOnlyList<Utility> Services,
    DateTimeOffset StartsAt, DateTimeOffset? PlannedUntil, int Heard);
