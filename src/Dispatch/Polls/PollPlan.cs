using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>A finished job gets its poll; a ticket that comes back loses it.</summary>
public sealed class PollPlan(DispatchDb db, Rulebook rulebook)
{
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

    /// <summary>The next hours in which this organisation's residents are asked.</summary>
    internal async Task<(DateTimeOffset DueAt, DateTimeOffset ClosesAt)> HoursAsync(
        string organisation, DateTimeOffset earliest, CancellationToken cancel)
    {
        var profile = await rulebook.ProfileAsync(organisation, cancel);
        var rules = await RulesAsync(profile, earliest, cancel);
        return PollHours.Next(earliest, new DayHours(rules.HourFrom, rules.HourTo), ZoneOf(profile));
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
            .OrderByDescending(a => a.Id).Select(a => new { a.Id, a.Crew }).FirstOrDefaultAsync(cancel);
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
        var (dueAt, closesAt) = PollHours.Next(doneAt + TimeSpan.FromSeconds(rules.PauseSeconds),
            new DayHours(rules.HourFrom, rules.HourTo), ZoneOf(profile));
        poll.Plan(dueAt, closesAt);
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
                low_score as "LowScore"
            from dispatch.poll_rules
            where jurisdiction = {profile.Jurisdiction} and valid_from <= {day}
                and (valid_to is null or valid_to > {day})
            order by valid_from desc limit 1
            """).ToListAsync(cancel)) is [var rules] ? rules : throw new InvalidOperationException(
                $"No rules of polls are in force for {profile.Jurisdiction} on {day:O}");
    }

    private static TimeZoneInfo ZoneOf(OrganisationProfile profile) =>
        TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone);

    private sealed record PollRules(
        TimeOnly HourFrom, TimeOnly HourTo, int PauseSeconds, int Tries, int LowScore);
}
