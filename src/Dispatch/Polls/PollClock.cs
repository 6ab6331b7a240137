using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// Hands polls whose hour has come to the robot. Any number of these may run; each row is claimed by one.
/// </summary>
public sealed class PollClock(DispatchDb db, PollPlan plan, Rulebook rulebook, TimeProvider time)
{
    public const int ClaimMax = 100;

    /// <summary>One round in the host's transaction.</summary>
    /// <returns>How many were looked at; <see cref="ClaimMax"/> = come again at once.</returns>
    public async Task<int> TickAsync(CancellationToken cancel)
    {
        var now = Microseconds.Truncate(time.GetUtcNow());
        var due = await db.Polls.FromSql($"""
            select *, xmin from dispatch.polls where due_at <= {now}
            order by due_at limit {ClaimMax} for no key update skip locked
            """).ToListAsync(cancel);
        foreach (var poll in due)
        {
            await LookAsync(poll, now, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return due.Count;
    }

    private async Task LookAsync(Poll poll, DateTimeOffset now, CancellationToken cancel)
    {
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == poll.TicketId, cancel);
        var optedOut = await db.PollOptOuts
            .AnyAsync(o => o.Organisation == poll.Organisation && o.Phone == poll.Phone, cancel);
        if (optedOut || !PollPlan.IsFinished(ticket.Status))
        {
            poll.Move(PollMove.Withdraw, optedOut ? "optOut" : CamelCase.Name(ticket.Status), now);
        }
        else if (now >= poll.ClosesAt)
        {
            // We slept through the hours; nobody is called at night for that.
            var (dueAt, closesAt) = await plan.HoursAsync(poll.Organisation, now, cancel);
            poll.Plan(dueAt, closesAt);
            return;
        }
        else
        {
            poll.Move(PollMove.Call, null, now);
            var profile = await rulebook.ProfileAsync(poll.Organisation, cancel);
            Outbox.Tell(db, poll.Organisation, new PollFellDue(poll.Id, poll.Organisation, ticket.Number, poll.Phone,
                poll.AccountNumber, profile.Language, poll.TriesMax, poll.ClosesAt, now), now);
        }

        Outbox.Tell(db, poll.Organisation,
            new PollChanged(poll.Id, poll.TicketId, poll.Organisation, poll.State, now), now);
    }
}
