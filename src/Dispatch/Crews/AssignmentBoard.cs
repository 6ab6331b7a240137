using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>An order as the crew itself sees it: nothing of the resident but where to go and what is wrong.</summary>
/// <param name="AccountNumber">Not for the crew: by it the host finds entrance and floor.</param>
public sealed record CrewOrderRow(
    Guid Id, Guid TicketId, string Organisation, int TicketNumber, string? Address, string? AccountNumber,
    string Text, string Category, TicketPriority Priority, string Crew, string CrewName, AssignmentState State,
    DateTimeOffset OrderedAt, DateTimeOffset? NeedsUntil, IReadOnlyList<DeadlineRow> Deadlines,
    IReadOnlyList<StepRow> Steps, IReadOnlyList<PhotoRow> Photos, IReadOnlyList<AssignmentMove> Moves);

/// <summary>Reads of orders to crews.</summary>
public sealed class AssignmentBoard(DispatchDb db)
{
    private const int OwnMax = 100;

    public Task<AssignmentRow?> GetAsync(Guid id, CancellationToken cancel) => AssignmentRow.OfAsync(db, id, cancel);

    /// <summary>One order, for the crew.</summary>
    public async Task<CrewOrderRow?> ForCrewAsync(Guid id, CancellationToken cancel)
    {
        var order = await AssignmentRow.OfAsync(db, id, cancel);
        var ticket = order is null ? null : await (
            from a in db.Assignments.AsNoTracking()
            join t in db.Tickets.AsNoTracking() on a.TicketId equals t.Id
            where a.Id == id
            select t).SingleOrDefaultAsync(cancel);
        if (order is null || ticket is null)
        {
            return null;
        }

        var deadlines = await db.TicketDeadlines.AsNoTracking().Where(d => d.TicketId == ticket.Id)
            .OrderBy(d => d.DueAt).ThenBy(d => d.Clock)
            .Select(d => new DeadlineRow(d.Clock, d.DueAt, d.Clause, d.MetAt)).ToListAsync(cancel);
        return new CrewOrderRow(order.Id, ticket.Id, ticket.Organisation, ticket.Number, ticket.Address,
            ticket.AccountNumber, PhoneInText.Hide(ticket.Text), ticket.Category, ticket.Priority, order.Crew,
            order.CrewName, order.State, order.OrderedAt, order.NeedsUntil, deadlines,
            [.. order.Steps.Where(s => s.Channel is not StepChannel.Sms)], order.Photos,
            AssignmentLifecycle.AllowedToCrew(order.State));
    }

    /// <summary>What a console user's crews have in hand, the newest first.</summary>
    public async Task<IReadOnlyList<CrewOrderRow>> OfLoginAsync(string login, CancellationToken cancel)
    {
        var ids = await (
            from a in db.Assignments.AsNoTracking()
            join c in db.Crews.AsNoTracking()
                on new { a.Organisation, Code = a.Crew } equals new { c.Organisation, c.Code }
            where c.Login == login && a.EndedAt == null
            orderby a.Id descending
            select a.Id).Take(OwnMax).ToListAsync(cancel);
        var rows = new List<CrewOrderRow>(ids.Count);
        foreach (var id in ids)
        {
            if (await ForCrewAsync(id, cancel) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>Whether an order is one of a console user's crews.</summary>
    public Task<bool> IsOfLoginAsync(Guid id, string login, CancellationToken cancel) => (
        from a in db.Assignments.AsNoTracking()
        join c in db.Crews.AsNoTracking() on new { a.Organisation, Code = a.Crew } equals new { c.Organisation, c.Code }
        where a.Id == id && c.Login == login
        select a.Id).AnyAsync(cancel);

    /// <summary>A photo of a ticket; null when the asker knows no such photo.</summary>
    public Task<AssignmentPhoto?> PhotoAsync(Guid ticketId, Guid photoId, CancellationToken cancel) =>
        db.AssignmentPhotos.AsNoTracking().SingleOrDefaultAsync(
            p => p.Id == photoId && p.TicketId == ticketId, cancel);
}
