using System.Globalization;

namespace Zhkh.Dispatch;

/// <summary>A service request (заявка). Address, person, phone are copies of what was true when it was taken.</summary>
public sealed class Ticket
{
    private TicketPriority _priority;

    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    /// <summary>Short enough to be spoken; unique within the organisation.</summary>
    public required int Number { get; init; }

    public TicketStatus Status { get; private set; } = TicketStatus.New;

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The name the journal shows.</summary>
    public required string OpenedBy { get; init; }

    /// <summary>Who that is; null when nobody was signed in.</summary>
    public string? OpenedLogin { get; init; }

    public string? AccountNumber { get; init; }

    public string? Address { get; init; }

    public string? Phone { get; init; }

    public string? Person { get; init; }

    public required string Text { get; init; }

    public required string Category { get; init; }

    public required TicketPriority Priority { get => _priority; init => _priority = value; }

    /// <summary>When it is to be done, as planned; null = nobody has said.</summary>
    public DateTimeOffset? PlannedUntil { get; private set; }

    /// <summary>How often the term was set.</summary>
    public int TermVersion { get; private set; }

    /// <summary>Who told the applicant of the term, or how; null = nobody yet.</summary>
    public string? ToldBy { get; private set; }

    /// <summary>Whose hands it is in; null before it is assigned.</summary>
    public string? Crew { get; private set; }

    /// <summary>1–5, from the resident.</summary>
    public int? Rating { get; private set; }

    /// <summary>The callback during which it was taken.</summary>
    public Guid? CallbackId { get; init; }

    internal uint Version { get; init; }

    /// <summary>The resident's mark; a later one stands for the ticket.</summary>
    internal void Rate(int score) => Rating = score;

    /// <summary>The first line of the journal.</summary>
    internal TicketChange Opened() => Line(null, null, Status, OpenedBy, null, OpenedAt);

    /// <summary>Takes a step of the table and leaves its line; null = refused, nothing changed.</summary>
    internal TicketChange? Move(TicketMove move, string? crew, string by, string? why, DateTimeOffset at)
    {
        if (TicketLifecycle.Next(Status, move) is not { } next)
        {
            return null;
        }

        var change = Line(move, Status, next, by, why, at);
        Status = next;
        Crew = move switch
        {
            TicketMove.Assign => crew,
            TicketMove.Accept or TicketMove.Reopen => null,
            _ => Crew,
        };
        return change;
    }

    /// <summary>Another term, told or not; the line keeps the term itself.</summary>
    internal TicketChange PlanTerm(
        DateTimeOffset plannedUntil, string? toldBy, string by, string? why, DateTimeOffset at)
    {
        (PlannedUntil, ToldBy, TermVersion) = (plannedUntil, toldBy, TermVersion + 1);
        return Line(TicketMove.PlanTerm, Status, Status, by, why, at,
            plannedUntil.ToString("O", CultureInfo.InvariantCulture));
    }

    /// <summary>Another priority; the line keeps it.</summary>
    internal TicketChange SetPriority(TicketPriority priority, string by, string? why, DateTimeOffset at)
    {
        _priority = priority;
        return Line(TicketMove.SetPriority, Status, Status, by, why, at, CamelCase.Name(priority));
    }

    private TicketChange Line(
        TicketMove? move, TicketStatus? from, TicketStatus to, string by, string? why, DateTimeOffset at,
        string? detail = null) => new()
    {
        TicketId = Id,
        Organisation = Organisation,
        At = at,
        By = by,
        Move = move,
        FromStatus = from,
        ToStatus = to,
        Why = why,
        Detail = detail,
    };
}
