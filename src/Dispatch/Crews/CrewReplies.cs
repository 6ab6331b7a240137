using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// SMS of crews: 1 accepted, 2 on the way, 3 done, +words a comment; a ticket's number may follow the digit. Words
/// that are none of these become a comment, and the dispatcher is told.
/// </summary>
public sealed class CrewReplies(DispatchDb db, CrewActs acts, TimeProvider time)
{
    private const int LookBackMax = 50;

    /// <returns>False: the phone is no crew's with an order in hand.</returns>
    public async Task<bool> TakeAsync(string phone, string text, DateTimeOffset at, CancellationToken cancel)
    {
        var open = await (
            from a in db.Assignments.AsNoTracking()
            join t in db.Tickets.AsNoTracking() on a.TicketId equals t.Id
            where a.Phone == phone && a.EndedAt == null
            orderby a.OrderedAt descending, a.Id descending
            select new OpenOrder(a, t.Number)).Take(LookBackMax).ToListAsync(cancel);
        if (open.Count == 0)
        {
            return false;
        }

        var reply = CrewReply.Read(text);
        var named = reply.TicketNumber is { } number ? open.FindAll(o => o.Number == number) : open;
        var meant = reply.Move is { } move ? Meant(named, move) : null;
        // The same SMS told twice is one reply.
        var tap = $"reply:{at.UtcTicks}";
        if (reply.Move is { } said && meant is not null)
        {
            await acts.TakeAsync(
                ActOf(meant, said, at, tap, said == AssignmentMove.Comment ? reply.Words : null), cancel);
            return true;
        }

        await TellDispatcherAsync(named.Count > 0 ? named[0] : open[0], text, at, tap, cancel);
        return true;
    }

    /// <summary>
    /// «1» answers the latest order; «2» and «3» go on with the one that has come the furthest. Words belong to the
    /// order that is in work, else to the latest.
    /// </summary>
    private static OpenOrder? Meant(List<OpenOrder> open, AssignmentMove move)
    {
        var able = open.FindAll(o => AssignmentLifecycle.Next(o.Order.State, move) is not null);
        return move == AssignmentMove.Accept ? able.FirstOrDefault() : able.MaxBy(o => o.Order.State);
    }

    private async Task TellDispatcherAsync(
        OpenOrder meant, string text, DateTimeOffset at, string tap, CancellationToken cancel)
    {
        var words = text.Trim();
        words = words.Length == 0 ? "—" : words[..Math.Min(words.Length, CrewAct.TextMax)];
        var answer = await acts.TakeAsync(ActOf(meant, AssignmentMove.Comment, at, tap, words), cancel);
        if (answer.Verdict != CrewActVerdict.Moved)
        {
            return;
        }

        var ticket = await db.Tickets.SingleAsync(t => t.Id == meant.Order.TicketId, cancel);
        Attention.Raise(db, ticket, meant.Order.Id, AttentionReason.CrewWord, $"{meant.Order.Crew} {words}",
            Microseconds.Truncate(time.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
    }

    private static CrewAct ActOf(
        OpenOrder order, AssignmentMove move, DateTimeOffset at, string tap, string? words) =>
        new(order.Order.Id, move, StepChannel.SmsReply, order.Order.Crew, at, tap, null, words);

    private sealed record OpenOrder(Assignment Order, int Number);
}
