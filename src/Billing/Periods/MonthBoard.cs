using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The months of organisations, as a screen shows them.</summary>
public sealed class MonthBoard(BillingDb db)
{
    private const int MonthsMax = 60;

    /// <summary>The newest first; all organisations the asker sees when none is named.</summary>
    public async Task<IReadOnlyList<MonthRow>> ListAsync(string? organisation, CancellationToken cancel) =>
        await ReadAsync(organisation, null, cancel);

    public async Task<MonthRow?> GetAsync(string organisation, DateOnly month, CancellationToken cancel) =>
        (await ReadAsync(organisation, LocalCalendar.FirstOfMonth(month), cancel)).SingleOrDefault();

    private async Task<IReadOnlyList<MonthRow>> ReadAsync(
        string? organisation, DateOnly? month, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select m.organisation as "Organisation", m.month as "Month", m.status as "Status",
                o.currency as "Currency", m.accounts as "Accounts", m.charges as "Charges",
                m.amount_minor as "Amount", m.penalty_minor as "Penalty", m.started_at as "StartedAt",
                m.finished_at as "FinishedAt", m.closed_at as "ClosedAt", m.closed_by as "ClosedBy",
                (select coalesce(sum(b.accounts) filter (where b.done_at is not null), 0)::int
                    from billing.month_batches b where b.organisation = m.organisation and b.month = m.month)
                    as "Done"
            from billing.months m join billing.organisations o on o.organisation = m.organisation
            where ({organisation}::text is null or m.organisation = {organisation})
                and ({month}::date is null or m.month = {month})
            order by m.month desc, m.organisation limit {MonthsMax}
            """).ToListAsync(cancel);
        var gaps = await db.Database.SqlQuery<GapRow>($"""
            select organisation as "Organisation", month as "Month", service as "Service", reason as "Reason",
                day as "Day", accounts as "Accounts"
            from billing.month_gaps
            where ({organisation}::text is null or organisation = {organisation})
                and ({month}::date is null or month = {month})
            order by service, reason
            """).ToListAsync(cancel);
        return [.. rows.Select(r => r.ToAnswer(
            [.. gaps.Where(g => g.Organisation == r.Organisation && g.Month == r.Month).Select(g => g.ToGap())]))];
    }

    private sealed record Row(
        string Organisation, DateOnly Month, string Status, string Currency, int Accounts, long Charges, long Amount,
        long Penalty, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset? ClosedAt,
        string? ClosedBy, int Done)
    {
        public MonthRow ToAnswer(IReadOnlyList<TariffGap> gaps)
        {
            var status = CamelCase.Value<MonthStatus>(Status);
            return new MonthRow(Organisation, Month, status, Currency, Accounts, Charges, Amount, Penalty, StartedAt,
                FinishedAt, ClosedAt, ClosedBy,
                status == MonthStatus.Running ? new MonthProgress(Done, Accounts) : null, gaps);
        }
    }

    private sealed record GapRow(
        string Organisation, DateOnly Month, string Service, string Reason, DateOnly Day, int Accounts)
    {
        public TariffGap ToGap() => new(CamelCase.Value<Service>(Service), CamelCase.Value<GapReason>(Reason), Day,
            Accounts);
    }
}
