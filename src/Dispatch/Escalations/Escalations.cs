using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// The ladder of an unanswered order: begins it, fires its rungs, stops it. A rung's row, its line in the order's
/// story and its fact are one transaction; the row's key keeps it from being fired a second time.
/// </summary>
public sealed class Escalations(DispatchDb db, Rulebook rulebook, TimeProvider time)
{
    /// <summary>
    /// The message told the crew nothing: the next rung that is not an SMS is climbed now (RELIABILITY F8).
    /// </summary>
    /// <returns>False: something else is under way already, or it is over.</returns>
    public async Task<bool> MessageFailedAsync(Guid assignmentId, CancellationToken cancel)
    {
        var now = Microseconds.Truncate(time.GetUtcNow());
        var ladder = await LockAsync(assignmentId, cancel);
        if (ladder is not { DueAt: not null, Act: EscalationAct.Sms })
        {
            return false;
        }

        var rungs = await RungsAsync(ladder, cancel);
        var other = rungs.FirstOrDefault(r => r.Rung > ladder.Rung && r.Act != EscalationAct.Sms);
        var order = await db.Assignments.AsNoTracking().SingleAsync(a => a.Id == assignmentId, cancel);
        var ticket = await TicketAsync(order, cancel);
        if (other is null || order.State != AssignmentState.Ordered)
        {
            return false;
        }

        ladder.BeganAt = now - other.After;
        Fire(ladder, other, rungs, order, ticket, now);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>The first rung is fired by the act that gave the order.</summary>
    internal async Task BeginAsync(Assignment order, Ticket ticket, DateTimeOffset now, CancellationToken cancel)
    {
        var profile = await rulebook.ProfileAsync(order.Organisation, cancel);
        var ladder = new Escalation
        {
            AssignmentId = order.Id,
            Organisation = order.Organisation,
            Priority = ticket.Priority,
            RulesOn = Rulebook.LocalDay(now, profile),
            BeganAt = now,
        };
        db.Escalations.Add(ladder);
        var rungs = await RungsAsync(ladder, cancel);
        Fire(ladder, rungs[0], rungs, order, ticket, now);
    }

    /// <summary>The crew answered, or need not any more. What waits to be dialled is taken back.</summary>
    internal async Task StopAsync(Guid assignmentId, string because, DateTimeOffset now, CancellationToken cancel)
    {
        if (await LockAsync(assignmentId, cancel) is not { StoppedAt: null } ladder)
        {
            return;
        }

        (ladder.DueAt, ladder.StoppedAt, ladder.StoppedBecause) = (null, now, because);
        Outbox.Tell(db, ladder.Organisation,
            new CrewLadderStopped(assignmentId, ladder.Organisation, because, now), now);
    }

    /// <summary>Fires every rung whose moment has come, in their order: each of them is another road.</summary>
    internal async Task ClimbAsync(Escalation ladder, DateTimeOffset now, CancellationToken cancel)
    {
        var order = await db.Assignments.AsNoTracking().SingleAsync(a => a.Id == ladder.AssignmentId, cancel);
        if (order.State != AssignmentState.Ordered)
        {
            (ladder.DueAt, ladder.StoppedAt, ladder.StoppedBecause) = (null, now, CamelCase.Name(order.State));
            return;
        }

        var ticket = await TicketAsync(order, cancel);
        var rungs = await RungsAsync(ladder, cancel);
        while (ladder.DueAt <= now && rungs.FirstOrDefault(r => r.Rung > ladder.Rung) is { } rung)
        {
            Fire(ladder, rung, rungs, order, ticket, now);
        }
    }

    private void Fire(
        Escalation ladder, LadderRung rung, IReadOnlyList<LadderRung> rungs, Assignment order, Ticket ticket,
        DateTimeOffset now)
    {
        (ladder.Rung, ladder.Act) = (rung.Rung, rung.Act);
        ladder.DueAt = rungs.FirstOrDefault(r => r.Rung > rung.Rung) is { } next ? ladder.BeganAt + next.After : null;
        db.EscalationFirings.Add(new EscalationFiring
        {
            AssignmentId = order.Id,
            Rung = rung.Rung,
            Organisation = order.Organisation,
            Act = rung.Act,
            FiredAt = now,
        });
        var (channel, what) = rung.Act switch
        {
            EscalationAct.Sms => (StepChannel.Sms, "smsQueued"),
            EscalationAct.Robot => (StepChannel.Robot, "robotQueued"),
            EscalationAct.Alert => (StepChannel.Person, "alerted"),
        };
        db.AssignmentSteps.Add(order.Step(channel, what, "ladder", null, now, now));
        switch (rung.Act)
        {
            case EscalationAct.Sms:
                Outbox.Tell(db, order.Organisation,
                    new CrewSmsDue(order.Id, order.Organisation, rung.Rung, now), now);
                break;
            case EscalationAct.Robot:
                Outbox.Tell(db, order.Organisation,
                    new CrewCallDue(order.Id, order.Organisation, rung.Rung, now), now);
                break;
            case EscalationAct.Alert:
                Attention.Raise(db, ticket, order.Id, AttentionReason.CrewSilent, order.Crew, now);
                break;
        }

        Outbox.Tell(db, order.Organisation,
            new AssignmentChanged(order.Id, order.TicketId, order.Organisation, order.State, now), now);
    }

    private async Task<IReadOnlyList<LadderRung>> RungsAsync(Escalation ladder, CancellationToken cancel)
    {
        var profile = await rulebook.ProfileAsync(ladder.Organisation, cancel);
        var priority = CamelCase.Name(ladder.Priority);
        var rows = await db.Database.SqlQuery<RungRow>($"""
            select distinct on (rung) rung as "Rung", seconds as "Seconds", act as "Act"
            from dispatch.escalation_rules
            where jurisdiction = {profile.Jurisdiction} and priority = {priority} and valid_from <= {ladder.RulesOn}
                and (valid_to is null or valid_to > {ladder.RulesOn})
            order by rung, valid_from desc
            """).ToListAsync(cancel);
        return rows.Count > 0
            ? [.. rows.Select(r => new LadderRung(
                r.Rung, TimeSpan.FromSeconds(r.Seconds), CamelCase.Value<EscalationAct>(r.Act)))]
            : throw new InvalidOperationException(
                $"No ladder is in force for {profile.Jurisdiction} {priority} on {ladder.RulesOn:O}");
    }

    private Task<Ticket> TicketAsync(Assignment order, CancellationToken cancel) =>
        db.Tickets.AsNoTracking().SingleAsync(t => t.Id == order.TicketId, cancel);

    private Task<Escalation?> LockAsync(Guid assignmentId, CancellationToken cancel) => db.Escalations.FromSql($"""
        select * from dispatch.escalations where assignment_id = {assignmentId} for update
        """).SingleOrDefaultAsync(cancel);

    private sealed record RungRow(int Rung, int Seconds, string Act);
}
