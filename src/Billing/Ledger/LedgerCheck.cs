using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The nightly question: is what we keep still f(log)?</summary>
public sealed class LedgerCheck(BillingDb db, TimeProvider time)
{
    public const int DifferencesMax = 1000;

    // A town of ten years is summed up once a night; a command of a screen has ten seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>Everything at once, written down in billing.ledger_checks.</summary>
    public async Task<LedgerReport> RunAsync(CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(Patience);
        var started = time.GetTimestamp();
        var balances = await db.Database.SqlQuery<long>(
            $"""select count(*) as "Value" from billing.balances""").SingleAsync(cancel);
        var report = new LedgerReport(time.GetUtcNow(), balances, (await DifferencesAsync(cancel)).Count,
            (await UnbalancedAsync(cancel)).Count, (await UnevenAsync(cancel)).Count,
            (await GuardsGoneAsync(cancel)).Count);
        var took = time.GetElapsedTime(started).Ticks / TimeSpan.TicksPerMillisecond;
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.ledger_checks (at, balances, differences, unbalanced, uneven, guards_gone, took_ms)
            values ({report.At}, {report.Balances}, {report.Differences}, {report.Unbalanced}, {report.Uneven},
                {report.GuardsGone}, {took})
            """, cancel);
        return report;
    }

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

    /// <summary>Postings whose lines of charges do not come to what the account was made to owe by service.</summary>
    public async Task<IReadOnlyList<Guid>> UnevenAsync(CancellationToken cancel) =>
        await db.Database.SqlQuery<Guid>($"""
            select coalesce(c.posting_id, e.posting_id) as "Value"
            from (select posting_id, service, sum(amount_minor) as amount from billing.charges
                group by posting_id, service) c
            full join (select e.posting_id, e.service, sum(e.amount_minor) as amount
                from billing.entries e join billing.postings p on p.id = e.posting_id and p.for_month is not null
                    and p.kind in ('charge', 'recalculation')
                where e.book = 'resident' group by e.posting_id, e.service) e
                on e.posting_id = c.posting_id and e.service = c.service
            where coalesce(c.amount, 0) <> coalesce(e.amount, 0)
            limit {DifferencesMax}
            """).ToListAsync(cancel);

    /// <summary>Triggers of the ledger that are missing or switched off; only a superuser can do that.</summary>
    public async Task<IReadOnlyList<string>> GuardsGoneAsync(CancellationToken cancel) =>
        await db.Database.SqlQuery<string>($"""
            select w.table_name || '.' || w.name as "Value" from billing.guards_wanted w
            left join billing.guards g on g.table_name = w.table_name and g.name = w.name
            where g.always is not true
            """).ToListAsync(cancel);
}

/// <summary>A kept balance beside what the log says, minor units.</summary>
public sealed record BalanceDifference(Guid AccountId, string Service, long KeptMinor, long LogMinor);

/// <summary>What a night's check found; everything but the number of balances should be nothing.</summary>
/// <param name="Balances">Balances recomputed from the log.</param>
/// <param name="Differences">Of those, kept otherwise.</param>
/// <param name="Unbalanced">Postings that do not add up.</param>
/// <param name="Uneven">Postings whose charges do not come to their entries.</param>
/// <param name="GuardsGone">Triggers missing or off.</param>
public sealed record LedgerReport(
    DateTimeOffset At, long Balances, int Differences, int Unbalanced, int Uneven, int GuardsGone)
{
    public bool IsClean => this is { Differences: 0, Unbalanced: 0, Uneven: 0, GuardsGone: 0 };
}
