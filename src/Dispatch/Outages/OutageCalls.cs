using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>What callers did with an outage: heard of it, asked to be called, have to be called.</summary>
public sealed class OutageCalls(DispatchDb db, OutageRules rules, TimeProvider time)
{
    /// <summary>A call heard of what was off at its house then. The same call told twice counts once.</summary>
    /// <returns>Whether it was new.</returns>
    public async Task<bool> HeardAsync(
        Guid callId, string organisation, Guid houseId, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancel)
    {
        var horizon = to + await rules.AnnounceBeforeAsync(organisation, to, cancel);
        return await db.Database.ExecuteSqlAsync($"""
            insert into dispatch.outage_hearings (outage_id, call_id, organisation, at)
            select o.id, {callId}, o.organisation, {to}
            from dispatch.outage_houses h join dispatch.outages o on o.id = h.outage_id
            where h.house_id = {houseId} and h.organisation = {organisation} and o.declared_at <= {to}
                and o.starts_at <= {horizon} and (o.closed_at is null or o.closed_at >= {from})
            on conflict do nothing
            """, cancel) > 0;
    }

    /// <summary>
    /// "Call me when it is back". Pressing twice is one wish; one that comes while the outage is being closed is
    /// kept as well.
    /// </summary>
    /// <param name="phone">E.164.</param>
    /// <param name="language">ru or uk.</param>
    /// <returns>False when there is no such outage.</returns>
    public async Task<bool> WishAsync(
        Guid outageId, string phone, string? accountNumber, string language, Guid callId, CancellationToken cancel)
    {
        // Shared lock: whoever closes the outage waits for this wish or is seen by it.
        var outage = await db.Outages.FromSql($"select * from dispatch.outages where id = {outageId} for share")
            .AsNoTracking().SingleOrDefaultAsync(cancel);
        if (outage is null)
        {
            return false;
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var isNew = await db.Database.ExecuteSqlAsync($"""
            insert into dispatch.outage_wishes
                (outage_id, phone, organisation, account_number, language, call_id, at, order_id)
            values ({outageId}, {phone}, {outage.Organisation}, {accountNumber}, {language}, {callId}, {now},
                {Guid.CreateVersion7(now)})
            on conflict do nothing
            """, cancel) == 1;
        if (isNew)
        {
            // A screen counts wishes; a wish of the last moment is served like those before it.
            Outbox.Tell(db, outage.Organisation, new OutageWished(
                outageId, outage.Organisation, outage.ClosedAt is not null, now), now);
            await db.SaveChangesAsync(cancel);
        }

        return true;
    }

    /// <summary>
    /// Whom to call now that it is over; empty while it is not, so that an old fact of a closing does no harm.
    /// </summary>
    public async Task<OutageOver?> OverAsync(Guid outageId, CancellationToken cancel)
    {
        var outage = await db.Outages.AsNoTracking().SingleOrDefaultAsync(o => o.Id == outageId, cancel);
        if (outage?.ClosedAt is null || outage.ClosedAt == outage.StartsAt)
        {
            return null;   // going on, or called off before it began
        }

        var wishes = await db.Database.SqlQuery<OutageWish>($"""
            select order_id as "OrderId", phone as "Phone", account_number as "AccountNumber", language as "Language"
            from dispatch.outage_wishes where outage_id = {outageId} order by at, phone
            """).ToListAsync(cancel);
        var now = time.GetUtcNow();
        return new OutageOver(outage.Organisation, outage.Utilities, wishes,
            now, await rules.NoticeExpiresAsync(outage.Organisation, now, cancel));
    }
}

/// <summary>An outage that is over and whom it owes a call.</summary>
/// <param name="ExpiresAt">A later call is no news any more.</param>
public sealed record OutageOver(
    string Organisation, IReadOnlyList<Utility> Services, IReadOnlyList<OutageWish> Wishes, DateTimeOffset NotBefore,
    DateTimeOffset ExpiresAt);

/// <summary>A phone that asked to be called.</summary>
/// <param name="OrderId">The id of its dial order, the same however often it is placed.</param>
public sealed record OutageWish(Guid OrderId, string Phone, string? AccountNumber, string Language);
