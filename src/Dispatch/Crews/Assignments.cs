using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>How an assignment went.</summary>
public enum AssignVerdict
{
    Ordered,

    /// <summary>This very crew has it already: a second click.</summary>
    Repeated,
    UnknownTicket,
    UnknownCrew,

    /// <summary>The ticket cannot be assigned from where it stands.</summary>
    Refused,
}

/// <summary>The answer to an assignment.</summary>
public sealed record AssignAnswer(AssignVerdict Verdict, AssignmentRow? Assignment, string? Organisation);

/// <summary>
/// Puts tickets into crews' hands and takes them out again. The ticket moves by the same act; a ticket is always
/// locked before its order.
/// </summary>
public sealed class Assignments(DispatchDb db, TicketMoves moves, Escalations escalations, TimeProvider time)
{
    /// <summary>A dispatcher chooses a crew; the crew that had it loses it.</summary>
    public async Task<AssignAnswer> AssignAsync(Guid ticketId, string crew, string by, CancellationToken cancel)
    {
        if (await moves.LockAsync(ticketId, cancel) is not { } ticket)
        {
            return new AssignAnswer(AssignVerdict.UnknownTicket, null, null);
        }

        if (!await db.Crews.AnyAsync(c => c.Organisation == ticket.Organisation && c.Code == crew, cancel))
        {
            return new AssignAnswer(AssignVerdict.UnknownCrew, null, ticket.Organisation);
        }

        var open = await db.Assignments.AsNoTracking()
            .SingleOrDefaultAsync(a => a.TicketId == ticketId && a.EndedAt == null, cancel);
        var verdict = AssignVerdict.Repeated;
        if (open?.Crew != crew)
        {
            var now = Microseconds.Truncate(time.GetUtcNow());
            verdict = await OrderAsync(ticket, crew, by, null, now, cancel)
                ? AssignVerdict.Ordered : AssignVerdict.Refused;
        }

        return new AssignAnswer(
            verdict, await AssignmentRow.OfTicketAsync(db, ticketId, cancel), ticket.Organisation);
    }

    /// <summary>Orders a crew of the list. False: it is not in the list, or the ticket's table refuses.</summary>
    internal async Task<bool> OrderAsync(
        Ticket ticket, string? code, string by, string? why, DateTimeOffset now, CancellationToken cancel)
    {
        var crew = code is null ? null : await db.Crews.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Organisation == ticket.Organisation && c.Code == code, cancel);
        if (crew is null || !await moves.MoveAsync(ticket, TicketMove.Assign, crew.Code, by, why, now, now, cancel))
        {
            return false;
        }

        await WithdrawAsync(ticket, by, $"given to {crew.Code}", now, cancel);
        await db.SaveChangesAsync(cancel);   // the first order must have ended before a second may stand
        var order = new Assignment
        {
            Id = Guid.CreateVersion7(now),
            TicketId = ticket.Id,
            Organisation = ticket.Organisation,
            Crew = crew.Code,
            Phone = crew.Phone,
            OrderedAt = now,
            OrderedBy = by,
            MovedAt = now,
        };
        db.Assignments.Add(order);
        db.AssignmentSteps.Add(order.Step(StepChannel.Person, "ordered", by, crew.Name, now, now));
        await escalations.BeginAsync(order, ticket, now, cancel);
        Tell(order, now);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>A person moved the ticket at the desk: the order follows, so that the two never disagree.</summary>
    /// <returns>Always true.</returns>
    internal async Task<bool> FollowAsync(
        Ticket ticket, TicketMove move, string by, DateTimeOffset now, CancellationToken cancel)
    {
        switch (move)
        {
            case TicketMove.Assign or TicketMove.Accept or TicketMove.Reject or TicketMove.Reopen:
                await WithdrawAsync(ticket, by, null, now, cancel);
                break;
            case TicketMove.Localise or TicketMove.Complete:
                var open = await LockOpenAsync(ticket.Id, cancel);
                var same = move == TicketMove.Localise ? AssignmentMove.Localise : AssignmentMove.Done;
                if (open is not null && open.Move(same, null, now))
                {
                    db.AssignmentSteps.Add(open.Step(
                        StepChannel.Person, CamelCase.Name(open.State), by, null, now, now));
                    await escalations.StopAsync(open.Id, "moved at the desk", now, cancel);
                    Tell(open, now);
                }

                break;
            case TicketMove.Start or TicketMove.Close:
                break;
        }

        return true;
    }

    internal void Tell(Assignment order, DateTimeOffset now) => Outbox.Tell(db, order.Organisation,
        new AssignmentChanged(order.Id, order.TicketId, order.Organisation, order.State, now), now);

    private async Task WithdrawAsync(
        Ticket ticket, string by, string? why, DateTimeOffset now, CancellationToken cancel)
    {
        if (await LockOpenAsync(ticket.Id, cancel) is not { } order)
        {
            return;
        }

        var wasTaken = order.State != AssignmentState.Ordered;
        order.Move(AssignmentMove.Withdraw, null, now);
        db.AssignmentSteps.Add(order.Step(StepChannel.Person, "withdrawn", by, why, now, now));
        await escalations.StopAsync(order.Id, "withdrawn", now, cancel);
        if (wasTaken)
        {
            Outbox.Tell(db, order.Organisation, new CrewOrderTakenBack(order.Id, order.Organisation, now), now);
        }

        Tell(order, now);
    }

    private Task<Assignment?> LockOpenAsync(Guid ticketId, CancellationToken cancel) => db.Assignments.FromSql($"""
        select *, xmin from dispatch.assignments where ticket_id = {ticketId} and ended_at is null for no key update
        """).SingleOrDefaultAsync(cancel);
}
