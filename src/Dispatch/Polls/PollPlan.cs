using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>How an agreed hour was taken in.</summary>
public enum PollHourVerdict
{
    Kept,

    /// <summary>The rules of polls allow no call at that hour.</summary>
    OutsideRules,
    UnknownTicket,
}

/// <summary>A finished job gets its poll; a ticket that comes back loses it.</summary>
public sealed class PollPlan(DispatchDb db, Rulebook rulebook, TimeProvider time)
{
    private static readonly TimeSpan WishLength = TimeSpan.FromHours(1);

    /// <summary>The resident chose an hour to be asked at, before or after the job; null = the rule's again.</summary>
    public async Task<(PollHourVerdict Verdict, string? Organisation)> AgreeAsync(
        Guid ticketId, TimeOnly? hour, CancellationToken cancel)
    {
        var organisation = await db.Tickets.Where(t => t.Id == ticketId).Select(t => (string?)t.Organisation)
            .SingleOrDefaultAsync(cancel);
        if (organisation is null)
        {
            return (PollHourVerdict.UnknownTicket, null);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var profile = await rulebook.ProfileAsync(organisation, cancel);
        var rules = await RulesAsync(profile, now, cancel);
        if (hour is { } asked && (asked < rules.WishFrom || asked >= rules.WishTo))
        {
            return (PollHourVerdict.OutsideRules, organisation);
        }

        await db.Database.ExecuteSqlAsync($"delete from dispatch.poll_wishes where ticket_id = {ticketId}", cancel);
        if (hour is { } kept)
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into dispatch.poll_wishes (ticket_id, organisation, hour)
                values ({ticketId}, {organisation}, {kept})
                """, cancel);
        }

        var waiting = await db.Polls.FromSql($"""
            select *, xmin from dispatch.polls where ticket_id = {ticketId} and state = 'waiting' for no key update
            """).SingleOrDefaultAsync(cancel);
        if (waiting is not null)
        {
            var pause = TimeSpan.FromSeconds(rules.PauseSeconds);
            var earliest = waiting.DoneAt + pause;
            await ScheduleAsync(waiting, earliest > now ? earliest : now, cancel);
            await db.SaveChangesAsync(cancel);
        }

        return (PollHourVerdict.Kept, organisation);
    }

    internal async Task TicketMovedAsync(
        Ticket ticket, TicketMove move, DateTimeOffset at, DateTimeOffset now, CancellationToken cancel)
    {
        if (move == TicketMove.Complete)
        {
            await PlanAsync(ticket, at, cancel);
        }
        else if (!IsFinished(ticket.Status))
        {
            await WithdrawAsync(ticket, move == TicketMove.Reopen ? "reopened" : CamelCase.Name(move), now, cancel);
        }
    }

    internal static bool IsFinished(TicketStatus status) => status is TicketStatus.Done or TicketStatus.Closed;

    /// <summary>Puts a poll into the next hours in which this resident may be asked.</summary>
    internal async Task ScheduleAsync(Poll poll, DateTimeOffset earliest, CancellationToken cancel)
    {
        var profile = await rulebook.ProfileAsync(poll.Organisation, cancel);
        var rules = await RulesAsync(profile, earliest, cancel);
        var wish = await db.Database.SqlQuery<TimeOnly?>($"""
            select hour as "Value" from dispatch.poll_wishes where ticket_id = {poll.TicketId}
            """).SingleOrDefaultAsync(cancel);
        var hours = wish is { } from ? new DayHours(from, Earlier(from, rules.WishTo))
            : new DayHours(rules.HourFrom, rules.HourTo);
        var (dueAt, closesAt) = PollHours.Next(
            earliest, hours, TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone));
        poll.Plan(dueAt, closesAt);
    }

    private async Task PlanAsync(Ticket ticket, DateTimeOffset doneAt, CancellationToken cancel)
    {
        if (ticket.Phone is not { } phone
            || await db.PollOptOuts.AnyAsync(o => o.Organisation == ticket.Organisation && o.Phone == phone, cancel)
            || await IsRatedSinceReopenedAsync(ticket, cancel))
        {
            return;
        }

        var profile = await rulebook.ProfileAsync(ticket.Organisation, cancel);
        var rules = await RulesAsync(profile, doneAt, cancel);
        var order = await db.Assignments.AsNoTracking().Where(a => a.TicketId == ticket.Id)
            .OrderByDescending(a => a.OrderedAt).ThenByDescending(a => a.Id)
            .Select(a => new { a.Id, a.Crew }).FirstOrDefaultAsync(cancel);
        var isTheirs = order is not null && order.Crew == ticket.Crew;
        var poll = new Poll
        {
            Id = Guid.CreateVersion7(doneAt),
            TicketId = ticket.Id,
            Organisation = ticket.Organisation,
            AssignmentId = isTheirs ? order?.Id : null,
            Crew = isTheirs ? order?.Crew : null,
            Phone = phone,
            AccountNumber = ticket.AccountNumber,
            DoneAt = doneAt,
            TriesMax = rules.Tries,
            LowScore = rules.LowScore,
            ChangedAt = doneAt,
        };
        await ScheduleAsync(poll, doneAt + TimeSpan.FromSeconds(rules.PauseSeconds), cancel);
        db.Polls.Add(poll);
    }

    private async Task WithdrawAsync(Ticket ticket, string why, DateTimeOffset now, CancellationToken cancel)
    {
        var open = await db.Polls.FromSql($"""
            select *, xmin from dispatch.polls where ticket_id = {ticket.Id} and state in ('waiting', 'called')
            for no key update
            """).ToListAsync(cancel);
        foreach (var poll in open.Where(p => p.Move(PollMove.Withdraw, why, now)))
        {
            Outbox.Tell(db, poll.Organisation, new PollWithdrawn(poll.Id, poll.Organisation, why, now), now);
        }
    }

    private async Task<bool> IsRatedSinceReopenedAsync(Ticket ticket, CancellationToken cancel)
    {
        var reopened = await db.TicketChanges.Where(c => c.TicketId == ticket.Id && c.Move == TicketMove.Reopen)
            .MaxAsync(c => (DateTimeOffset?)c.At, cancel);
        return await db.Polls.AnyAsync(p => p.TicketId == ticket.Id && p.State == PollState.Rated
            && (reopened == null || p.ChangedAt > reopened), cancel);
    }

    private async Task<PollRules> RulesAsync(
        OrganisationProfile profile, DateTimeOffset at, CancellationToken cancel)
    {
        var day = Rulebook.LocalDay(at, profile);
        return (await db.Database.SqlQuery<PollRules>($"""
            select hour_from as "HourFrom", hour_to as "HourTo", pause_seconds as "PauseSeconds", tries as "Tries",
                low_score as "LowScore", wish_from as "WishFrom", wish_to as "WishTo"
            from dispatch.poll_rules
            where jurisdiction = {profile.Jurisdiction} and valid_from <= {day}
                and (valid_to is null or valid_to > {day})
            order by valid_from desc limit 1
            """).ToListAsync(cancel)) is [var rules] ? rules : throw new InvalidOperationException(
                $"No rules of polls are in force for {profile.Jurisdiction} on {day:O}");
    }

    /// <summary>An hour from there, or the end of what is allowed.</summary>
    private static TimeOnly Earlier(TimeOnly from, TimeOnly end) =>
        end - from < WishLength ? end : from.Add(WishLength);

    private sealed record PollRules(
        TimeOnly HourFrom, TimeOnly HourTo, int PauseSeconds, int Tries, int LowScore, TimeOnly WishFrom,
        TimeOnly WishTo);
}
