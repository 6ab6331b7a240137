namespace Zhkh.Dispatch;

/// <summary>A ticket as GET /api/tickets/{id} shows it.</summary>
/// <param name="CallIds">Its calls; their recordings are found by these.</param>
/// <param name="Allowed">What can be done with it now.</param>
public sealed record TicketDetails(
    Guid Id, string Organisation, int Number, TicketStatus Status, DateTimeOffset OpenedAt, string OpenedBy,
    string? Address, string? AccountNumber, string? Phone, string? Person, string Text, string Category,
    TicketPriority Priority, IReadOnlyList<DeadlineRow> Deadlines, string? Crew, IReadOnlyList<Guid> CallIds,
    Guid? CallbackId, int? Rating, IReadOnlyList<ChangeRow> Changes, IReadOnlyList<CommentRow> Comments,
    IReadOnlyList<TicketMove> Allowed)
{
    /// <summary>The latest order to a crew; null while there was none.</summary>
    public AssignmentRow? Assignment { get; init; }

    /// <summary>The latest poll of the resident; null while there was none.</summary>
    public PollRow? Poll { get; init; }
    /// <summary>When it is to be done, as planned.</summary>
    public DateTimeOffset? PlannedUntil { get; init; }

    /// <summary>Who told the applicant of that term; null = nobody yet.</summary>
    public string? ToldBy { get; init; }

    /// <summary>What the local authority was written about it, the first letter first.</summary>
    public IReadOnlyList<LetterRow> Letters { get; init; } = [];

    /// <summary>Outages declared from it, the first one first.</summary>
    public IReadOnlyList<Guid> OutageIds { get; init; } = [];
}

/// <summary>A ticket in a list.</summary>
public sealed record TicketRow(
    Guid Id, string Organisation, int Number, TicketStatus Status, DateTimeOffset OpenedAt, string? Address,
    string? AccountNumber, string? Phone, string? Person, string Text, string Category, TicketPriority Priority,
    IReadOnlyList<DeadlineRow> Deadlines, string? Crew, IReadOnlyList<Guid> CallIds, int? Rating,
    IReadOnlyList<ChangeRow> Changes);

/// <summary>A clock of a ticket.</summary>
public sealed record DeadlineRow(string Clock, DateTimeOffset DueAt, string Clause, DateTimeOffset? MetAt);

/// <summary>A line of the journal.</summary>
/// <param name="Detail">The term or the priority that a line set.</param>
public sealed record ChangeRow(
    DateTimeOffset At, string By, TicketMove? Move, TicketStatus? From, TicketStatus To, string? Why,
    string? Detail = null);

/// <summary>A remark.</summary>
public sealed record CommentRow(Guid Id, DateTimeOffset At, string By, string Text);

/// <summary>An open ticket on a caller's card.</summary>
public sealed record OpenTicket(
    Guid Id, string Organisation, int Number, TicketStatus Status, DateTimeOffset OpenedAt, string Text,
    string? Address);
