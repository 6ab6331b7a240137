using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>The list of what a person must look at.</summary>
public sealed class Attention(DispatchDb db, TimeProvider time)
{
    public const int PageMax = 200;

    /// <summary>Not seen yet, the oldest first.</summary>
    public async Task<IReadOnlyList<AttentionRow>> OpenAsync(string? organisation, CancellationToken cancel) =>
        await (from item in db.Attention.AsNoTracking()
               join ticket in db.Tickets.AsNoTracking() on item.TicketId equals ticket.Id
               where item.SeenAt == null && (organisation == null || item.Organisation == organisation)
               orderby item.Id
               select new AttentionRow(item.Id, item.Organisation, item.TicketId, ticket.Number, ticket.Address,
                   item.Reason, item.ForSupervisor, item.Text, item.RaisedAt, item.SeenAt, item.SeenBy))
            .Take(PageMax).ToListAsync(cancel);

    /// <summary>Somebody has looked. Null when the asker knows no such line; a second time changes nothing.</summary>
    public async Task<string?> SeenAsync(Guid id, string by, CancellationToken cancel)
    {
        var now = Microseconds.Truncate(time.GetUtcNow());
        await db.Attention.Where(a => a.Id == id && a.SeenAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.SeenAt, now).SetProperty(a => a.SeenBy, by), cancel);
        return await db.Attention.AsNoTracking().Where(a => a.Id == id).Select(a => a.Organisation)
            .SingleOrDefaultAsync(cancel);
    }

    internal static void Raise(
        DispatchDb db, Ticket ticket, Guid? assignmentId, AttentionReason reason, string text, DateTimeOffset now)
    {
        var item = new AttentionItem
        {
            Id = Guid.CreateVersion7(now),
            Organisation = ticket.Organisation,
            TicketId = ticket.Id,
            AssignmentId = assignmentId,
            Reason = reason,
            ForSupervisor = reason is AttentionReason.CrewSilent or AttentionReason.LowScore,
            Text = text,
            RaisedAt = now,
        };
        db.Attention.Add(item);
        Outbox.Tell(db, ticket.Organisation, new AttentionRaised(
            item.Id, item.Organisation, ticket.Id, ticket.Number, reason, item.ForSupervisor, now), now);
    }
}
