using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>
/// Sounds a minute before a message's ten minutes end, and marks the breach. Any number of these may run; each row is
/// claimed by one.
/// </summary>
public sealed class MessageClock(DispatchDb db, TimeProvider time)
{
    public const int ClaimMax = 100;
    private const string Clock = "clock";

    /// <summary>One round in the host's transaction.</summary>
    /// <returns>How many were looked at; <see cref="ClaimMax"/> = come again at once.</returns>
    public async Task<int> TickAsync(CancellationToken cancel)
    {
        var now = Microseconds.Truncate(time.GetUtcNow());
        var due = await db.Messages.FromSql($"""
            select *, xmin from dispatch.messages where wake_at <= {now}
            order by wake_at limit {ClaimMax} for update skip locked
            """).ToListAsync(cancel);
        foreach (var message in due)
        {
            var isBreach = message.DueAt <= now;
            message.MinuteTold();
            if (isBreach && message.Move(MessageMove.DuePassed, Clock, "", now))
            {
                Outbox.Tell(db, message.Organisation,
                    new MessageChanged(message.Id, message.Organisation, message.Status, now), now);
            }

            Outbox.Tell(db, message.Organisation, new MessageFellDue(message.Id, message.Organisation, message.Phone,
                message.AccountNumber, isBreach, message.DueAt, now), now);
        }

        await db.SaveChangesAsync(cancel);
        return due.Count;
    }
}
