using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>What somebody of a crew did.</summary>
/// <param name="DeviceAt">The device's clock at the tap; null = now.</param>
/// <param name="ClientId">The tap's own name: the same one again is the same act.</param>
/// <param name="Minutes">For <see cref="AssignmentMove.NeedTime"/>.</param>
/// <param name="Text">Words that go with it.</param>
public sealed record CrewAct(
    Guid AssignmentId, AssignmentMove Move, StepChannel Channel, string By, DateTimeOffset? DeviceAt = null,
    string? ClientId = null, int? Minutes = null, string? Text = null)
{
    public const int MinutesMax = 4_320;
    public const int TextMax = 1_000;
}

/// <summary>How an act of a crew ended.</summary>
public enum CrewActVerdict
{
    Moved,

    /// <summary>The same tap, sent again.</summary>
    Repeated,

    /// <summary>The table does not allow it from where the order stands now.</summary>
    Refused,

    /// <summary>The order is in other hands or over: what the crew said is kept as a comment of the ticket.</summary>
    KeptAsComment,
    Unknown,
}

/// <summary>The answer to an act of a crew.</summary>
public sealed record CrewActAnswer(
    CrewActVerdict Verdict, AssignmentState? State, IReadOnlyList<AssignmentMove> Moves);

/// <summary>Takes in what crews do with their orders, whatever the road.</summary>
public sealed class CrewActs(
    DispatchDb db, TicketMoves moves, Assignments assignments, Escalations escalations, TimeProvider time)
{
    public async Task<CrewActAnswer> TakeAsync(CrewAct act, CancellationToken cancel)
    {
        var ticketId = await db.Assignments.AsNoTracking().Where(a => a.Id == act.AssignmentId)
            .Select(a => (Guid?)a.TicketId).SingleOrDefaultAsync(cancel);
        if (ticketId is not { } known || await moves.LockAsync(known, cancel) is not { } ticket)
        {
            return new CrewActAnswer(CrewActVerdict.Unknown, null, []);
        }

        var order = await db.Assignments.FromSql($"""
            select *, xmin from dispatch.assignments where id = {act.AssignmentId} for no key update
            """).SingleAsync(cancel);
        if (act.ClientId is { } tap
            && await db.AssignmentSteps.AnyAsync(s => s.AssignmentId == order.Id && s.ClientId == tap, cancel))
        {
            return Answer(CrewActVerdict.Repeated, order);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var at = Settle(act.DeviceAt, order.MovedAt, now);
        if (!AssignmentLifecycle.IsOpen(order.State))
        {
            KeepAsComment(act, order, ticket, at, now);
            await db.SaveChangesAsync(cancel);
            return Answer(CrewActVerdict.KeptAsComment, order);
        }

        var from = order.State;
        if (!MayBeSaid(act) || !order.Move(act.Move, act.Minutes, at))
        {
            return Answer(CrewActVerdict.Refused, order);
        }

        var what = order.State == from ? CamelCase.Name(act.Move) : CamelCase.Name(order.State);
        db.AssignmentSteps.Add(StepOf(act, order, what, at, now));
        if (from == AssignmentState.Ordered && order.State != from)
        {
            await escalations.StopAsync(order.Id, what, now, cancel);
        }

        await FollowAsync(act, order, ticket, at, now, cancel);
        assignments.Tell(order, now);
        await db.SaveChangesAsync(cancel);
        return Answer(CrewActVerdict.Moved, order);
    }

    /// <summary>
    /// The tap's time counts, as far as it can be true: not before what was already there, not after now. An offline
    /// phone's «готово» of 14:31 that arrives at 14:52 is of 14:31.
    /// </summary>
    internal static DateTimeOffset Settle(DateTimeOffset? deviceAt, DateTimeOffset notBefore, DateTimeOffset now)
    {
        var at = deviceAt is { } said ? Microseconds.Truncate(said.ToUniversalTime()) : now;
        return at > now ? now : at < notBefore ? (notBefore < now ? notBefore : now) : at;
    }

    private static bool MayBeSaid(CrewAct act) => act.Move switch
    {
        AssignmentMove.Withdraw => false,
        AssignmentMove.Comment => !string.IsNullOrWhiteSpace(act.Text),
        AssignmentMove.NeedTime => act.Minutes is >= 1 and <= CrewAct.MinutesMax,
        _ => true,
    };

    private async Task FollowAsync(
        CrewAct act, Assignment order, Ticket ticket, DateTimeOffset at, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var move in TicketMovesOf(act.Move, ticket.Status))
        {
            await moves.MoveAsync(ticket, move, null, act.By, act.Text, at, now, cancel);
        }

        var words = act.Text ?? "";
        switch (act.Move)
        {
            case AssignmentMove.Decline:
                Attention.Raise(db, ticket, order.Id, AttentionReason.CrewDeclined, Said(order, words), now);
                break;
            case AssignmentMove.NeedTime:
                Attention.Raise(db, ticket, order.Id, AttentionReason.TermAsked,
                    Said(order, $"+{act.Minutes} min {words}".TrimEnd()), now);
                break;
            case AssignmentMove.Comment:
                AddComment(ticket, act.By, words, now);
                break;
            case AssignmentMove.Accept or AssignmentMove.OnTheWay or AssignmentMove.OnSite
                or AssignmentMove.Localise or AssignmentMove.Done or AssignmentMove.Withdraw:
                break;
        }
    }

    /// <summary>What the ticket goes through while the order takes one step. Pure.</summary>
    internal static IReadOnlyList<TicketMove> TicketMovesOf(AssignmentMove move, TicketStatus status) => move switch
    {
        AssignmentMove.OnSite => status == TicketStatus.Assigned ? [TicketMove.Start] : [],
        AssignmentMove.Localise => status switch
        {
            TicketStatus.Assigned => [TicketMove.Start, TicketMove.Localise],
            TicketStatus.InProgress => [TicketMove.Localise],
            _ => [],
        },
        AssignmentMove.Done => status == TicketStatus.Assigned
            ? [TicketMove.Start, TicketMove.Complete] : [TicketMove.Complete],
        AssignmentMove.Decline => [TicketMove.Accept],
        AssignmentMove.Accept or AssignmentMove.OnTheWay or AssignmentMove.NeedTime or AssignmentMove.Comment
            or AssignmentMove.Withdraw => [],
    };

    private void KeepAsComment(
        CrewAct act, Assignment order, Ticket ticket, DateTimeOffset at, DateTimeOffset now)
    {
        db.AssignmentSteps.Add(StepOf(act, order, "keptAsComment", at, now));
        AddComment(ticket, act.By, $"{CamelCase.Name(act.Move)} {act.Text}".TrimEnd(), now);
        assignments.Tell(order, now);
    }

    private void AddComment(Ticket ticket, string by, string text, DateTimeOffset now) =>
        db.TicketComments.Add(new TicketComment
        {
            Id = Guid.CreateVersion7(now),
            TicketId = ticket.Id,
            Organisation = ticket.Organisation,
            At = now,
            By = by,
            Text = text,
        });

    private static AssignmentStep StepOf(
        CrewAct act, Assignment order, string what, DateTimeOffset at, DateTimeOffset now) => new()
    {
        AssignmentId = order.Id,
        Organisation = order.Organisation,
        At = at,
        ReceivedAt = now,
        DeviceAt = act.DeviceAt?.ToUniversalTime(),
        Channel = act.Channel,
        By = act.By,
        What = what,
        Detail = act.Minutes is { } minutes ? $"+{minutes} {act.Text}".TrimEnd() : act.Text,
        ClientId = act.ClientId,
    };

    private static string Said(Assignment order, string words) => $"{order.Crew} {words}".TrimEnd();

    private static CrewActAnswer Answer(CrewActVerdict verdict, Assignment order) =>
        new(verdict, order.State, AssignmentLifecycle.AllowedToCrew(order.State));
}
