using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// Climbs the ladders whose moment has come. Any number of these may run, in any number of hosts: a ladder is climbed
/// by whoever locked its row, and one that was frozen meanwhile has lost its transaction.
/// </summary>
public sealed class EscalationClock(DispatchDb db, Escalations escalations, TimeProvider time)
{
    public const int ClaimMax = 100;

    /// <summary>One round in the host's transaction.</summary>
    /// <returns>How many were looked at; <see cref="ClaimMax"/> = come again at once.</returns>
    public async Task<int> TickAsync(CancellationToken cancel)
    {
        var now = Microseconds.Truncate(time.GetUtcNow());
        var due = await db.Escalations.FromSql($"""
            select * from dispatch.escalations where due_at <= {now}
            order by due_at limit {ClaimMax} for update skip locked
            """).ToListAsync(cancel);
        foreach (var ladder in due)
        {
            await escalations.ClimbAsync(ladder, now, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return due.Count;
    }
}
