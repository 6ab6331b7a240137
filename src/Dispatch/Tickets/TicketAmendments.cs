using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>Changes to a ticket that are no step of its life: the term, the priority. Each leaves its line.</summary>
public sealed class TicketAmendments(DispatchDb db, Rulebook rulebook, TimeProvider time)
{
    /// <summary>When it is to be done. The clock of telling the applicant stops when somebody has told them.</summary>
    /// <param name="toldBy">Who told the applicant, or how; null = nobody yet.</param>
    public async Task<AmendVerdict> PlanTermAsync(
        Guid id, DateTimeOffset plannedUntil, string? reason, string? toldBy, string by, CancellationToken cancel)
    {
        if (await LockAsync(id, cancel) is not { } ticket)
        {
            return AmendVerdict.Unknown;
        }

        var until = Microseconds.Truncate(plannedUntil.ToUniversalTime());
        if (!TicketLifecycle.IsOpen(ticket.Status))
        {
            return AmendVerdict.Refused;
        }

        if (until <= ticket.OpenedAt)
        {
            return AmendVerdict.BadTerm;
        }

        if (until == ticket.PlannedUntil && toldBy == ticket.ToldBy)
        {
            return AmendVerdict.Repeated;
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var change = ticket.PlanTerm(until, toldBy, by, reason, now);
        if (toldBy is not null)
        {
            foreach (var clock in await db.TicketDeadlines.Where(d =>
                d.TicketId == id && d.Clock == TicketClocks.InformPlannedTerm && d.MetAt == null).ToListAsync(cancel))
            {
                clock.MetAt = now;
            }
        }

        await KeepAsync(ticket, change, cancel);
        return AmendVerdict.Changed;
    }

    /// <summary>Another priority. Becoming critical starts the clock of the letter to the local authority.</summary>
    public async Task<AmendVerdict> SetPriorityAsync(
        Guid id, TicketPriority priority, string? why, string by, CancellationToken cancel)
    {
        if (await LockAsync(id, cancel) is not { } ticket)
        {
            return AmendVerdict.Unknown;
        }

        if (!TicketLifecycle.IsOpen(ticket.Status))
        {
            return AmendVerdict.Refused;
        }

        if (ticket.Priority == priority)
        {
            return AmendVerdict.Repeated;
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var change = ticket.SetPriority(priority, by, why, now);
        if (priority == TicketPriority.Critical && !await db.TicketDeadlines.AnyAsync(
            d => d.TicketId == id && d.Clock == TicketClocks.NotifyMunicipality, cancel))
        {
            db.TicketDeadlines.Add(await rulebook.LetterDeadlineAsync(id, ticket.Organisation, now, cancel));
        }

        await KeepAsync(ticket, change, cancel);
        return AmendVerdict.Changed;
    }

    private Task<Ticket?> LockAsync(Guid id, CancellationToken cancel) => db.Tickets
        .FromSql($"select *, xmin from dispatch.tickets where id = {id} for update").SingleOrDefaultAsync(cancel);

    private async Task KeepAsync(Ticket ticket, TicketChange change, CancellationToken cancel)
    {
        db.TicketChanges.Add(change);
        Outbox.Tell(db, ticket.Organisation, new TicketMoved(
            ticket.Id, ticket.Organisation, ticket.Number, change.Move ?? TicketMove.PlanTerm, ticket.Status,
            change.By, change.At), change.At);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>What became of an amendment.</summary>
public enum AmendVerdict
{
    Changed,

    /// <summary>It is so already.</summary>
    Repeated,

    /// <summary>The ticket is closed.</summary>
    Refused,

    /// <summary>The term is not after the opening.</summary>
    BadTerm,
    Unknown,
}
