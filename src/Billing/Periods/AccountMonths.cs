using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The months of one account by service, from the log alone.</summary>
public sealed class AccountMonths(BillingDb db)
{
    public const int MonthsMax = 36;

    /// <summary>Months × services; null for an account the asker does not know.</summary>
    /// <param name="from">First month.</param>
    /// <param name="to">Last month.</param>
    public async Task<AccountMonthList?> OfAsync(
        string accountNumber, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var account = await db.Database.SqlQuery<Known>($"""
            select a.id as "Id", a.organisation as "Organisation", o.currency as "Currency"
            from billing.accounts a join billing.organisations o on o.organisation = a.organisation
            where a.number = {accountNumber} limit 2
            """).ToListAsync(cancel);
        if (account.Count != 1)
        {
            return null;
        }

        var (first, end) = (LocalCalendar.FirstOfMonth(from), LocalCalendar.FirstOfMonth(to).AddMonths(1));
        // What lies before the first month is its opening balance, in one row for each service.
        var moved = await db.Database.SqlQuery<Movement>($"""
            select greatest(date_trunc('month', p.effective_on)::date, {first.AddMonths(-1)}) as "Month",
                e.service as "Service", coalesce(o.kind, p.kind) as "Kind", o.id is not null as "Reversal",
                sum(e.amount_minor)::bigint as "AmountMinor"
            from billing.entries e
            join billing.postings p on p.id = e.posting_id
            left join billing.postings o on o.id = p.reverses
            where e.account_id = {account[0].Id} and p.effective_on < {end}
            group by 1, 2, 3, 4
            """).ToListAsync(cancel);
        var statuses = (await db.Database.SqlQuery<Status>($"""
            select month as "Month", case when status = 'closed' then 'closed' when status = 'charged' then 'charged'
                else 'open' end as "Name"
            from billing.months where organisation = {account[0].Organisation} and month >= {first} and month < {end}
            """).ToListAsync(cancel)).ToDictionary(s => s.Month, s => CamelCase.Value<MonthStatus>(s.Name));
        return new AccountMonthList(account[0].Organisation, account[0].Currency,
            Months(moved, statuses, first, end));
    }

    private static List<AccountMonth> Months(
        List<Movement> moved, Dictionary<DateOnly, MonthStatus> statuses, DateOnly first, DateOnly end)
    {
        var months = new List<AccountMonth>();
        var open = moved.Where(m => m.Month < first).GroupBy(m => CamelCase.Value<Service>(m.Service))
            .ToDictionary(g => g.Key, g => g.Sum(m => m.AmountMinor));
        for (var month = first; month < end; month = month.AddMonths(1))
        {
            var own = moved.Where(m => m.Month == month)
                .ToLookup(m => CamelCase.Value<Service>(m.Service));
            var services = open.Keys.Union(own.Select(g => g.Key)).Order()
                .Select(s => ServiceMonth.Of(s, open.GetValueOrDefault(s), [.. own[s]]))
                .Where(s => s is not { Opening: 0, Charged: 0, Recalculated: 0, Penalty: 0, Paid: 0 }).ToList();
            months.Add(new AccountMonth(month, statuses.GetValueOrDefault(month, MonthStatus.Open),
                services.Sum(s => s.Opening), services.Sum(s => s.Charged), services.Sum(s => s.Recalculated),
                services.Sum(s => s.Penalty), services.Sum(s => s.Paid), services.Sum(s => s.Closing), services));
            open = services.ToDictionary(s => s.Service, s => s.Closing);
        }

        return months;
    }

    private sealed record Known(Guid Id, string Organisation, string Currency);

    private sealed record Status(DateOnly Month, string Name);
}

/// <summary>A sum of entries of one service and month, by the kind of posting they belong to or undo.</summary>
internal sealed record Movement(DateOnly Month, string Service, string Kind, bool Reversal, long AmountMinor);

/// <summary>GET /api/accounts/{number}/months.</summary>
public sealed record AccountMonthList(string Organisation, string Currency, IReadOnlyList<AccountMonth> Months);

/// <summary>One month of an account: closing = opening + charged + recalculated + penalty − paid.</summary>
public sealed record AccountMonth(
    DateOnly Month, MonthStatus Status, long Opening, long Charged, long Recalculated, long Penalty, long Paid,
    long Closing, IReadOnlyList<ServiceMonth> Services);

/// <summary>The same of one service.</summary>
public sealed record ServiceMonth(
    Service Service, long Opening, long Charged, long Recalculated, long Penalty, long Paid, long Closing)
{
    internal static ServiceMonth Of(Service service, long opening, IReadOnlyList<Movement> moved)
    {
        var charged = Sum(m => m is { Kind: "charge", Reversal: false });
        var penalty = Sum(m => m.Kind == "penalty");
        var paid = -Sum(m => m.Kind == "payment");
        var recalculated = moved.Sum(m => m.AmountMinor) - charged - penalty + paid;
        return new ServiceMonth(service, opening, charged, recalculated, penalty, paid,
            opening + charged + recalculated + penalty - paid);

        long Sum(Func<Movement, bool> of) => moved.Where(of).Sum(m => m.AmountMinor);
    }
}
