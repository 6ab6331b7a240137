using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// The one place where a ticket moves, whoever moves it: the journal's line, the clocks, the poll that follows a
/// finished job, the fact. The caller saves.
/// </summary>
public sealed class TicketMoves(DispatchDb db, PollPlan polls)
{
    /// <summary>Held until the host commits. What hangs on the ticket may still be added by others meanwhile.</summary>
    internal Task<Ticket?> LockAsync(Guid id, CancellationToken cancel) => db.Tickets
        .FromSql($"select *, xmin from dispatch.tickets where id = {id} for no key update")
        .SingleOrDefaultAsync(cancel);

    /// <summary>False: the table refuses, nothing changed.</summary>
    /// <param name="at">When it was so.</param>
    /// <param name="now">When it is written down.</param>
    internal async Task<bool> MoveAsync(
        Ticket ticket, TicketMove move, string? crew, string by, string? why, DateTimeOffset at, DateTimeOffset now,
        CancellationToken cancel)
    {
        if (ticket.Move(move, crew, by, why, at) is not { } change)
        {
            return false;
        }

        db.TicketChanges.Add(change);
        foreach (var deadline in await db.TicketDeadlines.Where(d => d.TicketId == ticket.Id).ToListAsync(cancel))
        {
            deadline.MetAt = Sla.MetBy(deadline.Clock, ticket.Status, deadline.MetAt, at);
        }

        await polls.TicketMovedAsync(ticket, move, at, now, cancel);
        Outbox.Tell(db, ticket.Organisation,
            new TicketMoved(ticket.Id, ticket.Organisation, ticket.Number, move, ticket.Status, by, at), now);
        return true;
    }
}
