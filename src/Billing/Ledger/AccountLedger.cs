using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>The ledger as one account's people see it: its postings, its balance, a dated entry by hand.</summary>
public sealed class AccountLedger(BillingDb db, Ledger ledger)
{
    public const int PageMax = 200;

    /// <summary>
    /// What one entry by hand may be, minor units: what can be spoken, and far from where a balance would overflow.
    /// </summary>
    public const long AdjustmentMax = 1_000_000_000_000;

    /// <summary>Newest first; <paramref name="after"/> is the id of the last line already shown.</summary>
    public async Task<IReadOnlyList<AccountPosting>> PostingsOfAsync(
        string accountNumber, long? after, int limit, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<PostingRow>($"""
            select e.id as "Id", p.id as "PostingId", p.kind as "Kind", e.service as "Service",
                e.amount_minor as "Amount", p.currency as "Currency", p.effective_on as "EffectiveOn",
                p.posted_at as "PostedAt", p.posted_by as "PostedBy", p.reason as "Reason",
                p.reverses as "Reverses",
                exists (select from billing.postings r where r.reverses = p.id) as "Reversed"
            from billing.accounts a
            join billing.entries e on e.account_id = a.id
            join billing.postings p on p.id = e.posting_id
            where a.number = {accountNumber} and e.id < {after ?? long.MaxValue}
            order by e.id desc limit {Math.Clamp(limit, 1, PageMax)}
            """).ToListAsync(cancel);
        return [.. rows.Select(r => new AccountPosting(r.Id, r.PostingId, CamelCase.Value<PostingKind>(r.Kind),
            CamelCase.Value<Service>(r.Service), r.Amount, r.Currency, r.EffectiveOn, r.PostedAt, r.PostedBy,
            r.Reason, r.Reverses, r.Reversed))];
    }

    /// <summary>A dated entry by hand: the resident owes <paramref name="amountMinor"/> more, or less.</summary>
    /// <returns><see cref="PostingVerdict.Unknown"/> when the account is not known to the asker.</returns>
    public async Task<PostingOutcome> AdjustAsync(
        string accountNumber, Service service, long amountMinor, string reason, DateOnly? effectiveOn,
        string key, string by, CancellationToken cancel)
    {
        var account = await (
            from a in db.Accounts
            join o in db.Organisations on a.Organisation equals o.Code
            where a.Number == accountNumber
            select new { a.Id, a.Organisation, o.Currency }).Take(2).ToListAsync(cancel);
        if (account.Count != 1)
        {
            return new PostingOutcome(PostingVerdict.Unknown, null);
        }

        if (amountMinor is 0 or < -AdjustmentMax or > AdjustmentMax)
        {
            return new PostingOutcome(PostingVerdict.Unbalanced, null);
        }

        var amount = new Money(amountMinor, account[0].Currency);
        return await ledger.PostAsync(
            new PostingRequest(account[0].Organisation, PostingKind.Adjustment, effectiveOn, reason, key, by,
            [
                EntryLine.Resident(account[0].Id, service, amount),
                EntryLine.Of(Book.Adjustments, -amount),
            ]), cancel);
    }

    /// <summary>Balance by service at the end of a month, from the log: what is effective by its last day.</summary>
    public async Task<IReadOnlyList<ServiceBalance>> OnMonthAsync(
        string accountNumber, DateOnly month, CancellationToken cancel)
    {
        var next = LocalCalendar.FirstOfMonth(month).AddMonths(1);
        var rows = await db.Database.SqlQuery<BalanceRow>($"""
            select e.service as "Service", sum(e.amount_minor)::bigint as "Balance"
            from billing.accounts a
            join billing.entries e on e.account_id = a.id
            join billing.postings p on p.id = e.posting_id
            where a.number = {accountNumber} and p.effective_on < {next}
            group by e.service order by e.service
            """).ToListAsync(cancel);
        return [.. rows.Select(r => new ServiceBalance(CamelCase.Value<Service>(r.Service), r.Balance))];
    }

    private sealed record BalanceRow(string Service, long Balance);

    private sealed record PostingRow(
        long Id, Guid PostingId, string Kind, string Service, long Amount, string Currency, DateOnly EffectiveOn,
        DateTimeOffset PostedAt, string PostedBy, string Reason, Guid? Reverses, bool Reversed);
}
