using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Zhkh.Billing;

/// <summary>
/// Charges a month of one account anew by what is known today. The old charges are reversed and stay visible, the new
/// ones stand beside them, both dated in the first open month. Later months that began where this one ended are
/// charged anew with it.
/// </summary>
public sealed class Recalculation(BillingDb db, Ledger ledger, Tariffs tariffs, TimeProvider time)
{
    private const string Savepoint = "before_recalculation";

    /// <param name="key">One per intention; the same key is one recalculation and one answer.</param>
    public Task<RecalculationOutcome> RunAsync(
        string accountNumber, DateOnly month, string reason, string key, string by, CancellationToken cancel) =>
        RunAsync(accountNumber, month, reason, key, by, isKept: true, cancel);

    /// <summary>What <see cref="RunAsync(string, DateOnly, string, string, string, CancellationToken)"/> would do now:
    /// it is done and taken back within the transaction, so that nothing of it stays.</summary>
    public Task<RecalculationOutcome> PreviewAsync(
        string accountNumber, DateOnly month, string by, CancellationToken cancel) =>
        RunAsync(accountNumber, month, "preview", $"preview:{Guid.CreateVersion7(time.GetUtcNow())}", by,
            isKept: false, cancel);

    private async Task<RecalculationOutcome> RunAsync(
        string accountNumber, DateOnly month, string reason, string key, string by, bool isKept,
        CancellationToken cancel)
    {
        var accounts = await db.Accounts.AsNoTracking().Where(a => a.Number == accountNumber).Take(2)
            .ToListAsync(cancel);
        if (accounts.Count != 1)
        {
            return new RecalculationOutcome(RecalculationVerdict.Unknown, 0, 0);
        }

        var account = accounts[0];
        // One recalculation of an account at a time.
        await db.Database.ExecuteSqlAsync($"select from billing.accounts where id = {account.Id} for update", cancel);
        if (await EarlierAsync(account.Organisation, key, cancel) is { } earlier)
        {
            return earlier;
        }

        var standing = await StandingAsync(account.Id, LocalCalendar.FirstOfMonth(month), cancel);
        if (standing.Count == 0 || standing[0].Month != LocalCalendar.FirstOfMonth(month))
        {
            return new RecalculationOutcome(RecalculationVerdict.NotCharged, 0, 0);
        }

        var transaction = db.Database.CurrentTransaction
            ?? throw new InvalidOperationException("A recalculation works inside the host's transaction");
        await transaction.CreateSavepointAsync(Savepoint, cancel);
        var outcome = await ReplaceAsync(account, standing, reason, key, by, cancel);
        if (!isKept || outcome.Verdict != RecalculationVerdict.Posted)
        {
            await transaction.RollbackToSavepointAsync(Savepoint, cancel);
        }

        return outcome;
    }

    private async Task<RecalculationOutcome> ReplaceAsync(
        Account account, List<Standing> standing, string reason, string key, string by, CancellationToken cancel)
    {
        var day = DateOnly.MinValue;
        foreach (var posting in standing)
        {
            var reversal = await ledger.ReverseAsync(
                posting.Id, reason, $"{Prefix(key)}reversal:{posting.Id}", by, cancel);
            day = reversal.Receipt?.EffectiveOn ?? throw new InvalidOperationException(
                $"Posting {posting.Id} could not be reversed: {reversal.Verdict}");
        }

        var organisation = await db.Organisations.AsNoTracking()
            .SingleAsync(o => o.Code == account.Organisation, cancel);
        var rules = await DatedRules.ReadAsync(db, organisation.Jurisdiction, cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var copy = new BillCopy(connection, organisation, by, Microseconds.Truncate(time.GetUtcNow()));
        var (posted, changed) = (0L, false);
        foreach (var old in standing)
        {
            var prices = await tariffs.OfMonthAsync(organisation.Code, old.Month, cancel);
            if (prices.Gaps.Count > 0)
            {
                return new RecalculationOutcome(RecalculationVerdict.Gaps, 0, 0);
            }

            var inForce = rules.On(prices.LastDay);
            var households = await new HouseholdReader(connection, prices, inForce)
                .ReadAsync(organisation.Code, account.Id, account.Id, cancel);
            var charges = households.SelectMany(new ChargeCalculator(prices, inForce).Of).ToList();
            await copy.WriteAsync(
                [new Bill(Guid.CreateVersion7(time.GetUtcNow()), account.Id, PostingKind.Recalculation, old.Month, day,
                    $"{MonthRunClock.Reason(organisation, PostingKind.Recalculation, old.Month)}: {reason}",
                    $"{Prefix(key)}{MonthRunClock.Key("recalculation", old.Month, account.Number)}", charges)],
                cancel);
            posted += charges.Sum(c => c.AmountMinor);
            changed |= old.Print != Print(charges);
        }

        var reversed = standing.Sum(s => s.AmountMinor);
        return changed
            ? new RecalculationOutcome(RecalculationVerdict.Posted, -reversed, posted)
            : new RecalculationOutcome(RecalculationVerdict.Unchanged, 0, 0);
    }

    /// <summary>Charges of the month and later ones that nobody has taken back, the oldest first.</summary>
    private async Task<List<Standing>> StandingAsync(Guid account, DateOnly month, CancellationToken cancel)
    {
        var lines = await db.Database.SqlQuery<StandingLine>($"""
            select c.posting_id as "PostingId", c.month as "Month", c.service as "Service",
                c.amount_minor as "AmountMinor"
            from billing.charges c
            where c.account_id = {account} and c.month >= {month}
                and not exists (select from billing.postings r where r.reverses = c.posting_id)
            order by c.month, c.id
            """).ToListAsync(cancel);
        return [.. lines.GroupBy(l => (l.PostingId, l.Month)).Select(g => new Standing(
            g.Key.PostingId, g.Key.Month, g.Sum(l => l.AmountMinor),
            Print(g.Select(l => (CamelCase.Value<Service>(l.Service), l.AmountMinor)))))];
    }

    private async Task<RecalculationOutcome?> EarlierAsync(
        string organisation, string key, CancellationToken cancel)
    {
        var (from, to) = (Prefix(key), Prefix(key) + "~");
        var sums = await db.Database.SqlQuery<Sums>($"""
            select p.kind as "Kind", sum(e.amount_minor)::bigint as "AmountMinor"
            from billing.postings p join billing.entries e on e.posting_id = p.id and e.book = 'resident'
            where p.organisation = {organisation} and p.idempotency_key > {from} and p.idempotency_key < {to}
            group by p.kind
            """).ToListAsync(cancel);
        return sums.Count == 0
            ? null
            : new RecalculationOutcome(RecalculationVerdict.Posted,
                sums.Where(s => s.Kind == "reversal").Sum(s => s.AmountMinor),
                sums.Where(s => s.Kind != "reversal").Sum(s => s.AmountMinor));
    }

    private static string Prefix(string key) => $"recalculation:{key}:";

    private static string Print(IEnumerable<Charge> charges) =>
        Print(charges.Select(c => (c.Service, c.AmountMinor)));

    private static string Print(IEnumerable<(Service Service, long Minor)> lines) =>
        string.Join(';', lines.Select(l => $"{l.Service}={l.Minor}"));

    private sealed record Standing(Guid Id, DateOnly Month, long AmountMinor, string Print);

    private sealed record StandingLine(Guid PostingId, DateOnly Month, string Service, long AmountMinor);

    private sealed record Sums(string Kind, long AmountMinor);
}

/// <summary>What a recalculation did, minor units.</summary>
/// <param name="Reversed">What was taken back; negative when it was owed.</param>
/// <param name="Posted">What was charged instead.</param>
public sealed record RecalculationOutcome(RecalculationVerdict Verdict, long Reversed, long Posted)
{
    public long Difference => Reversed + Posted;
}

/// <summary>Refusals are answers.</summary>
public enum RecalculationVerdict
{
    Posted,

    /// <summary>It came to the same again; nothing was written.</summary>
    Unchanged,
    Unknown,

    /// <summary>The month was not charged by a run.</summary>
    NotCharged,

    /// <summary>A price or a norm of the month is missing now.</summary>
    Gaps,
}
