using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The nightly question: is what we keep still f(log)?</summary>
public sealed class LedgerCheck(BillingDb db)
{
    public const int DifferencesMax = 1000;

    /// <summary>Kept balances that differ from the sum of their entries; empty when all is well.</summary>
    public async Task<IReadOnlyList<BalanceDifference>> DifferencesAsync(CancellationToken cancel) =>
        await db.Database.SqlQuery<BalanceDifference>($"""
            select coalesce(b.account_id, l.account_id) as "AccountId", coalesce(b.service, l.service) as "Service",
                coalesce(b.amount_minor, 0) as "KeptMinor", coalesce(l.amount_minor, 0)::bigint as "LogMinor"
            from billing.balances b
            full join (select account_id, service, sum(amount_minor) as amount_minor from billing.entries
                where book = 'resident' group by account_id, service) l
                on l.account_id = b.account_id and l.service = b.service
            where b.amount_minor is distinct from l.amount_minor
            limit {DifferencesMax}
            """).ToListAsync(cancel);

    /// <summary>Postings whose entries do not add up to nothing; the database refuses to commit one.</summary>
    public async Task<IReadOnlyList<Guid>> UnbalancedAsync(CancellationToken cancel) =>
        await db.Database.SqlQuery<Guid>($"""
            select p.id as "Value" from billing.postings p
            left join billing.entries e on e.posting_id = p.id
            group by p.id having coalesce(sum(e.amount_minor), 0) <> 0 or count(e.id) < 2
            limit {DifferencesMax}
            """).ToListAsync(cancel);
}

/// <summary>A kept balance beside what the log says, minor units.</summary>
public sealed record BalanceDifference(Guid AccountId, string Service, long KeptMinor, long LogMinor);
