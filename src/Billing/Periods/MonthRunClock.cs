using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Zhkh.Billing;

/// <summary>
/// Works off the batches of the months that run, one per transaction: whoever is killed in the middle leaves nothing
/// of the batch, and the next one takes it again. Several may work at once.
/// </summary>
public sealed class MonthRunClock(BillingDb db, Tariffs tariffs, Penalties penalties, TimeProvider time)
{
    private const string By = "month-run";

    /// <summary>Takes one batch to its end; false when none was waiting.</summary>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        var claimed = await db.Database.SqlQuery<Batch>($"""
            select b.organisation as "Organisation", b.month as "Month", b.number as "Number",
                b.first_account as "First", b.last_account as "Last", m.effective_on as "EffectiveOn"
            from billing.month_batches b
            join billing.months m on m.organisation = b.organisation and m.month = b.month and m.status = 'running'
            where b.done_at is null
            order by b.month, b.organisation, b.number limit 1 for update of b skip locked
            """).ToListAsync(cancel);
        if (claimed.Count == 0)
        {
            await FinishAsync(cancel);
            return false;
        }

        var batch = claimed[0];
        var organisation = await db.Organisations.AsNoTracking().SingleAsync(
            o => o.Code == batch.Organisation, cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var copy = new BillCopy(connection, organisation, By, Microseconds.Truncate(time.GetUtcNow()));
        var rules = await DatedRules.ReadAsync(db, organisation.Jurisdiction, cancel);
        var prices = await tariffs.OfMonthAsync(organisation.Code, batch.Month, cancel);
        var inForce = rules.On(prices.LastDay);
        var households = await new HouseholdReader(connection, prices, inForce)
            .ReadAsync(batch.Organisation, batch.First, batch.Last, cancel);
        var bills = await BillsAsync(batch, organisation, households, new ChargeCalculator(prices, inForce), cancel);
        var lines = await copy.WriteAsync(bills, cancel);
        var fees = await FeesAsync(batch, organisation, households, cancel);
        await copy.WriteAsync(fees, cancel);
        await MarkAsync(batch, lines, bills.Sum(Total), fees.Sum(Total), cancel);
        return true;
    }

    private static long Total(Bill bill) => bill.Charges.Sum(c => c.AmountMinor);

    private async Task<List<Bill>> BillsAsync(
        Batch batch, Organisation organisation, List<Household> households, ChargeCalculator calculator,
        CancellationToken cancel)
    {
        var reason = Reason(organisation, PostingKind.Charge, batch.Month);
        var done = await PostedAsync(batch, "charge", cancel);
        var bills = new List<Bill>(households.Count);
        foreach (var household in households)
        {
            var key = Key("charge", batch.Month, household.Number);
            if (!done.Contains(key))
            {
                bills.Add(new Bill(Guid.CreateVersion7(time.GetUtcNow()), household.AccountId, PostingKind.Charge,
                    batch.Month, batch.EffectiveOn, reason, key, calculator.Of(household)));
            }
        }

        return bills;
    }

    /// <summary>The late fee as bills without lines of charges: it is explained when it is asked for.</summary>
    private async Task<List<Bill>> FeesAsync(
        Batch batch, Organisation organisation, List<Household> households, CancellationToken cancel)
    {
        var calculator = await penalties.CalculatorAsync(organisation.Jurisdiction, cancel);
        var steps = await penalties.StepsAsync(
            calculator, [.. households.Select(h => h.AccountId)], batch.EffectiveOn, cancel);
        var noRate = steps.Where(s => s.NoRateFrom is not null).ToList();
        if (noRate.Count > 0)
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into billing.month_gaps as g (organisation, month, service, reason, day, accounts)
                values ({batch.Organisation}, {batch.Month}, 'penalty', 'noRate', {noRate.Min(s => s.NoRateFrom)},
                    {noRate.Count})
                on conflict (organisation, month, service, reason) do update
                    set accounts = g.accounts + excluded.accounts, day = least(g.day, excluded.day)
                """, cancel);
        }

        var done = await PostedAsync(batch, "penalty", cancel);
        var numbers = households.ToDictionary(h => h.AccountId, h => h.Number);
        var reason = Reason(organisation, PostingKind.Penalty, batch.Month);
        return [.. steps.Where(s => s.AmountMinor != 0)
            .Select(s => (Step: s, Key: Key("penalty", batch.Month, numbers[s.AccountId])))
            .Where(s => !done.Contains(s.Key))
            .Select(s => new Bill(Guid.CreateVersion7(time.GetUtcNow()), s.Step.AccountId, PostingKind.Penalty,
                batch.Month, batch.EffectiveOn, reason, s.Key, [Bill.Fee(s.Step.AmountMinor)]))];
    }

    private async Task<HashSet<string>> PostedAsync(Batch batch, string what, CancellationToken cancel)
    {
        var prefix = Key(what, batch.Month, "");
        return [.. await db.Database.SqlQuery<string>($"""
            select p.idempotency_key as "Value" from billing.accounts a
            join billing.postings p on p.organisation = a.organisation
                and p.idempotency_key = {prefix} || a.number
            where a.organisation = {batch.Organisation} and a.id between {batch.First} and {batch.Last}
            """).ToListAsync(cancel)];
    }

    private Task MarkAsync(Batch batch, int lines, long amount, long penalty, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"""
            with done as (update billing.month_batches set done_at = {time.GetUtcNow()}
                where organisation = {batch.Organisation} and month = {batch.Month} and number = {batch.Number})
            update billing.months set charges = charges + {lines}, amount_minor = amount_minor + {amount},
                penalty_minor = penalty_minor + {penalty}
            where organisation = {batch.Organisation} and month = {batch.Month}
            """, cancel);

    private Task FinishAsync(CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        update billing.months m set status = 'charged', finished_at = {time.GetUtcNow()}
        where m.status = 'running' and not exists (select from billing.month_batches b
            where b.organisation = m.organisation and b.month = m.month and b.done_at is null)
        """, cancel);

    internal static string Key(string what, DateOnly month, string number) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}:{month:yyyy-MM}:{number}");

    internal static string Reason(Organisation organisation, PostingKind kind, DateOnly month)
    {
        var ukrainian = organisation.Language == "uk";
        var words = kind switch
        {
            PostingKind.Penalty => ukrainian ? "Пеня за" : "Пени за",
            PostingKind.Recalculation => ukrainian ? "Перерахунок за" : "Перерасчёт за",
            PostingKind.Charge => ukrainian ? "Нараховано за" : "Начислено за",
            PostingKind.Payment or PostingKind.Adjustment or PostingKind.Reversal =>
                throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{words} {month:MM.yyyy}");
    }

    private sealed record Batch(
        string Organisation, DateOnly Month, int Number, Guid First, Guid Last, DateOnly EffectiveOn);
}
