using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The late fee of accounts: shown for a day, and what a month's run has to add.</summary>
public sealed class Penalties(BillingDb db)
{
    /// <summary>What it comes to up to a day, explained; null for an account the asker does not know.</summary>
    public async Task<PenaltySum?> PreviewAsync(string accountNumber, DateOnly on, CancellationToken cancel)
    {
        var account = await db.Database.SqlQuery<Known>($"""
            select a.id as "Id", o.jurisdiction as "Jurisdiction" from billing.accounts a
            join billing.organisations o on o.organisation = a.organisation
            where a.number = {accountNumber} limit 2
            """).ToListAsync(cancel);
        if (account.Count != 1)
        {
            return null;
        }

        var history = await new DebtHistory(db).OfAsync([account[0].Id], on, cancel);
        var calculator = await CalculatorAsync(account[0].Jurisdiction, cancel);
        return history.TryGetValue(account[0].Id, out var overdue)
            ? calculator.Of(overdue, on)
            : new PenaltySum(0, [], null);
    }

    internal async Task<PenaltyCalculator> CalculatorAsync(string jurisdiction, CancellationToken cancel) => new(
        await DatedRules.ReadAsync(db, jurisdiction, cancel), await WorkCalendar.ReadAsync(db, jurisdiction, cancel));

    /// <summary>
    /// What is to be added so that the fee charged is the fee due on a day; negative when money has come to light that
    /// had been paid in time.
    /// </summary>
    internal async Task<IReadOnlyList<PenaltyStep>> StepsAsync(
        PenaltyCalculator calculator, Guid[] accounts, DateOnly through, CancellationToken cancel)
    {
        var history = await new DebtHistory(db).OfAsync(accounts, through, cancel);
        var charged = (await db.Database.SqlQuery<Charged>($"""
            select e.account_id as "AccountId", sum(e.amount_minor)::bigint as "AmountMinor"
            from billing.entries e
            join billing.postings p on p.id = e.posting_id
            left join billing.postings o on o.id = p.reverses
            where e.account_id = any ({accounts}) and coalesce(o.kind, p.kind) = 'penalty'
            group by e.account_id
            """).ToListAsync(cancel)).ToDictionary(c => c.AccountId, c => c.AmountMinor);
        var steps = new List<PenaltyStep>();
        foreach (var (account, overdue) in history)
        {
            var sum = calculator.Of(overdue, through);
            var step = sum.Amount - charged.GetValueOrDefault(account);
            if (step != 0 || sum.NoRateFrom is not null)
            {
                steps.Add(new PenaltyStep(account, step, sum.NoRateFrom));
            }
        }

        return steps;
    }

    private sealed record Known(Guid Id, string Jurisdiction);

    private sealed record Charged(Guid AccountId, long AmountMinor);
}

/// <summary>What a run adds to the late fee of an account, minor units.</summary>
internal sealed record PenaltyStep(Guid AccountId, long AmountMinor, DateOnly? NoRateFrom);
