using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Reads from the log what accounts had to pay and what they paid, many accounts in one query.</summary>
internal sealed class DebtHistory(BillingDb db)
{
    /// <summary>By account; who has no entries is not there.</summary>
    public async Task<IReadOnlyDictionary<Guid, Overdue>> OfAsync(
        Guid[] accounts, DateOnly through, CancellationToken cancel)
    {
        var moved = await db.Database.SqlQuery<Moved>($"""
            select e.account_id as "AccountId", coalesce(o.id, p.id) as "PostingId", coalesce(o.kind, p.kind) as "Kind",
                coalesce(o.for_month, p.for_month, date_trunc('month', coalesce(o.effective_on, p.effective_on))::date)
                    as "Month",
                p.effective_on as "EffectiveOn", coalesce(o.effective_on, p.effective_on) as "OriginalOn",
                o.id is not null as "Reverses", sum(e.amount_minor)::bigint as "AmountMinor"
            from billing.entries e
            join billing.postings p on p.id = e.posting_id
            left join billing.postings o on o.id = p.reverses
            where e.account_id = any ({accounts}) and e.service <> 'penalty' and p.effective_on <= {through}
                and coalesce(o.kind, p.kind) <> 'penalty'
            group by e.account_id, p.id, o.id
            """).ToListAsync(cancel);
        var flags = await db.Database.SqlQuery<Flag>($"""
            select account_id as "AccountId", valid_from as "From", valid_to as "To"
            from billing.sanction_moratoria where account_id = any ({accounts})
            """).ToListAsync(cancel);
        var moratoria = flags.ToLookup(f => f.AccountId, f => new Moratorium(f.From, f.To));
        return moved.GroupBy(m => m.AccountId)
            .ToDictionary(g => g.Key, g => Of([.. g], [.. moratoria[g.Key]]));
    }

    /// <summary>
    /// Charges make dues of their month, whatever reversals and recalculations did to them since; money that came back
    /// out never came. Pure.
    /// </summary>
    internal static Overdue Of(IReadOnlyList<Moved> moved, IReadOnlyList<Moratorium> moratoria)
    {
        var dues = new List<Due>();
        var receipts = new List<Receipt>();
        foreach (var month in moved.Where(m => m.IsDue).GroupBy(m => m.Month))
        {
            Settle(month.Key, [.. month.OrderBy(m => m.EffectiveOn)], dues, receipts);
        }

        receipts.AddRange(moved.Where(m => !m.IsDue).GroupBy(m => m.PostingId)
            .Select(g => new Receipt(g.Min(m => m.OriginalOn), -g.Sum(m => m.AmountMinor)))
            .Where(r => r.AmountMinor > 0));
        return new Overdue(dues, receipts, moratoria);
    }

    /// <summary>
    /// What of a month was owed from its first bill on is the least it ever came to afterwards; what a recalculation
    /// added is due with the bill it came on.
    /// </summary>
    private static void Settle(DateOnly month, IReadOnlyList<Moved> steps, List<Due> dues, List<Receipt> receipts)
    {
        var days = steps.GroupBy(s => LocalCalendar.FirstOfMonth(s.EffectiveOn))
            .Select(g => (BilledIn: g.Key, Sum: g.Sum(s => s.AmountMinor))).ToArray();
        var running = new long[days.Length];
        for (var i = 0; i < days.Length; i++)
        {
            running[i] = days[i].Sum + (i > 0 ? running[i - 1] : 0);
        }

        if (running[^1] < 0)
        {
            receipts.Add(new Receipt(steps[^1].EffectiveOn, -running[^1]));
        }

        var owed = 0L;
        for (var i = 0; i < days.Length; i++)
        {
            var least = Math.Max(0, running[i..].Min());
            if (least > owed)
            {
                dues.Add(new Due(month, days[i].BilledIn, least - owed));
                owed = least;
            }
        }
    }

    private sealed record Flag(Guid AccountId, DateOnly From, DateOnly? To);
}

/// <summary>An account's part of a posting; of a reversal, with what it takes back.</summary>
/// <param name="PostingId">Of the original when it is a reversal.</param>
/// <param name="Kind">Of the original when it is a reversal.</param>
internal sealed record Moved(
    Guid AccountId, Guid PostingId, string Kind, DateOnly Month, DateOnly EffectiveOn, DateOnly OriginalOn,
    bool Reverses, long AmountMinor)
{
    /// <summary>Something to pay, or a correction of it; the rest is money that came or was forgiven.</summary>
    public bool IsDue => Kind is "charge" or "recalculation"
        || (Kind == "adjustment" && (Reverses ? AmountMinor < 0 : AmountMinor > 0));
}
