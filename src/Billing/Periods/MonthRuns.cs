using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>
/// Begins the charging of a month: looks for gaps first, then writes down which accounts are to be charged in which
/// batch. The batches are worked off by <see cref="MonthRunClock"/>.
/// </summary>
public sealed class MonthRuns(BillingDb db, Tariffs tariffs, MonthBoard board, TimeProvider time)
{
    /// <summary>Accounts of one batch: half a second of work, so a kill loses no more than that.</summary>
    internal int BatchAccounts { get; set; } = 2000;

    /// <summary>Again for a month that runs or has run: nothing happens and the same row is the answer.</summary>
    public async Task<MonthOutcome> BeginAsync(
        string organisation, DateOnly month, string by, CancellationToken cancel)
    {
        var first = LocalCalendar.FirstOfMonth(month);
        var owner = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Code == organisation, cancel);
        if (owner is null)
        {
            return new MonthOutcome(MonthVerdict.Unknown, null);
        }

        var now = Microseconds.Truncate(time.GetUtcNow());
        var today = owner.LocalDay(now);
        var last = first.AddMonths(1).AddDays(-1);
        var closed = await db.Database.SqlQuery<DateOnly?>(
            $"""select billing.hold_books({organisation}) as "Value" """).SingleAsync(cancel);
        if (first > today || first <= closed)
        {
            return new MonthOutcome(first > today ? MonthVerdict.FutureMonth : MonthVerdict.ClosedMonth,
                await board.GetAsync(organisation, first, cancel));
        }

        // The row is there, and ours until commit: two who press at once begin it once.
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.months (organisation, month, status) values ({organisation}, {first}, 'open')
            on conflict do nothing
            """, cancel);
        var status = await db.Database.SqlQuery<string>($"""
            select status as "Value" from billing.months where organisation = {organisation} and month = {first}
            for update
            """).SingleAsync(cancel);
        if (status != "open")
        {
            return new MonthOutcome(MonthVerdict.Accepted, await board.GetAsync(organisation, first, cancel));
        }

        if (await FindGapsAsync(organisation, first, last, cancel))
        {
            return new MonthOutcome(MonthVerdict.Gaps, await board.GetAsync(organisation, first, cancel));
        }

        await LayBatchesAsync(organisation, first, last, cancel);
        await db.Database.ExecuteSqlAsync($"""
            update billing.months set status = 'running', effective_on = {(last < today ? last : today)},
                started_at = {now}, started_by = {by},
                accounts = (select coalesce(sum(accounts), 0) from billing.month_batches
                    where organisation = {organisation} and month = {first})
            where organisation = {organisation} and month = {first}
            """, cancel);
        return new MonthOutcome(MonthVerdict.Accepted, await board.GetAsync(organisation, first, cancel));
    }

    /// <summary>Names what is missing; nothing is charged as long as anything is.</summary>
    private async Task<bool> FindGapsAsync(
        string organisation, DateOnly first, DateOnly last, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"delete from billing.month_gaps where organisation = {organisation} and month = {first}", cancel);
        var prices = await tariffs.OfMonthAsync(organisation, first, cancel);
        var accounts = await db.Database.SqlQuery<Counted>($"""
            select count(*)::int as "All", (count(*) filter (where p.area is null))::int as "WithoutArea"
            from billing.accounts a join billing.premises p on p.id = a.premise_id
            where a.organisation = {organisation} and a.opened_on <= {last}
                and (a.closed_on is null or a.closed_on >= {first})
            """).SingleAsync(cancel);
        var gaps = prices.Gaps.Select(g => g with { Accounts = accounts.All }).ToList();
        if (prices.NeedsArea && accounts.WithoutArea > 0)
        {
            var service = prices.Services.First(s => prices.Of(s).Any(p => p.By == ChargedBy.Area));
            gaps.Add(new TariffGap(service, GapReason.NoArea, first, accounts.WithoutArea));
        }

        foreach (var gap in gaps)
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into billing.month_gaps (organisation, month, service, reason, day, accounts)
                values ({organisation}, {first}, {CamelCase.Name(gap.Service)}, {CamelCase.Name(gap.Reason)},
                    {gap.Day}, {gap.Accounts})
                """, cancel);
        }

        return gaps.Count > 0;
    }

    private Task LayBatchesAsync(string organisation, DateOnly first, DateOnly last, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"""
            insert into billing.month_batches (organisation, month, number, first_account, last_account, accounts)
            select {organisation}, {first}, n, (array_agg(id order by id))[1], (array_agg(id order by id desc))[1],
                count(*)
            from (select a.id, (row_number() over (order by a.id) - 1) / {BatchAccounts} as n
                from billing.accounts a where a.organisation = {organisation} and a.opened_on <= {last}
                    and (a.closed_on is null or a.closed_on >= {first})) as numbered
            group by n
            """, cancel);

    private sealed record Counted(int All, int WithoutArea);
}
