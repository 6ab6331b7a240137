using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>
/// Closes a month, and with it every earlier one: from then on the database refuses whatever would be effective in it.
/// Whoever posts at that moment is waited for; whoever comes later lands in the next month.
/// </summary>
public sealed class PeriodClose(BillingDb db, MonthBoard board, TimeProvider time)
{
    public async Task<MonthOutcome> CloseAsync(
        string organisation, DateOnly month, string by, CancellationToken cancel)
    {
        var first = LocalCalendar.FirstOfMonth(month);
        if (!await db.Organisations.AnyAsync(o => o.Code == organisation, cancel))
        {
            return new MonthOutcome(MonthVerdict.Unknown, null);
        }

        var statuses = await db.Database.SqlQuery<Status>($"""
            select month as "Month", status as "Name" from billing.months
            where organisation = {organisation} and month <= {first} order by month for update
            """).ToListAsync(cancel);
        var own = statuses.Find(s => s.Month == first)?.Name;
        if (own == "closed")
        {
            return new MonthOutcome(MonthVerdict.Accepted, await board.GetAsync(organisation, first, cancel));
        }

        if (own != "charged" || statuses.Exists(s => s.Name is "open" or "running"))
        {
            return new MonthOutcome(own == "charged" ? MonthVerdict.EarlierOpen : MonthVerdict.NotCharged,
                await board.GetAsync(organisation, first, cancel));
        }

        await db.Database.ExecuteSqlAsync($"select billing.close_books({organisation}, {first})", cancel);
        await db.Database.ExecuteSqlAsync($"""
            update billing.months set status = 'closed', closed_at = {time.GetUtcNow()}, closed_by = {by}
            where organisation = {organisation} and month <= {first} and status = 'charged'
            """, cancel);
        return new MonthOutcome(MonthVerdict.Accepted, await board.GetAsync(organisation, first, cancel));
    }

    private sealed record Status(DateOnly Month, string Name);
}
