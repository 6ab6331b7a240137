using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>
/// The queue of payments whose account nobody knew: whose they may be, giving them to an account, sending them back.
/// </summary>
public sealed class UnidentifiedPayments(BillingDb db, TimeProvider time)
{
    public const int PageMax = 200;

    /// <summary>Open ones first in time; <paramref name="after"/> is the id of the last one shown.</summary>
    public async Task<IReadOnlyList<UnidentifiedPayment>> ListAsync(
        string? organisation, UnidentifiedStatus status, Guid? after, int limit, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            select p.id as "Id", p.organisation as "Organisation", p.register_id as "RegisterId", p.line as "Line",
                p.operation_id as "OperationId", r.at as "At", p.paid_on as "PaidOn",
                r.account_number as "AccountNumber", r.payer as "Payer", r.address as "Address",
                p.amount_minor as "Amount", p.currency as "Currency", p.queue as "Queue", a.number as "AssignedTo",
                p.settled_at as "SettledAt", p.settled_who as "SettledBy", p.return_reason as "ReturnReason"
            from billing.payments p
            left join billing.register_rows r on r.register_id = p.register_id and r.line = p.line
            left join billing.accounts a on a.id = p.account_id
            where p.queue = {CamelCase.Name(status)}
                and ({organisation}::text is null or p.organisation = {organisation})
                and p.id > {after ?? Guid.Empty}
                and not exists (select from billing.postings back where back.reverses = p.posting_id)
            order by p.id limit {Math.Clamp(limit, 1, PageMax)}
            """).ToListAsync(cancel);
        var suggestions = new AccountSuggestions(db);
        var listed = new List<UnidentifiedPayment>(rows.Count);
        foreach (var row in rows)
        {
            var may = status == UnidentifiedStatus.Open
                ? await suggestions.ForAsync(row.Organisation, row.AccountNumber, row.Payer, row.Address, cancel)
                : [];
            listed.Add(row.ToPayment(may));
        }

        return listed;
    }

    /// <summary>Whose it is; null when there is none the asker may see.</summary>
    public Task<string?> OrganisationOfAsync(Guid id, CancellationToken cancel) =>
        db.Database.SqlQuery<string?>($"""
            select organisation as "Value" from billing.payments where id = {id} and queue is not null
            """).FirstOrDefaultAsync(cancel);

    /// <summary>
    /// It belongs to this account: pays what the account owes now, counting from the day it was paid.
    /// </summary>
    public async Task<SettleVerdict> AssignAsync(Guid id, string accountNumber, string by, CancellationToken cancel)
    {
        if (await HoldAsync(id, cancel) is not { } held)
        {
            return SettleVerdict.Unknown;
        }

        var account = await db.Accounts.AsNoTracking()
            .SingleOrDefaultAsync(a => a.Organisation == held.Organisation && a.Number == accountNumber, cancel);
        if (account is null)
        {
            return SettleVerdict.UnknownAccount;
        }

        if (!held.IsOpen)
        {
            return held.Queue == "assigned" && held.AccountId == account.Id
                ? SettleVerdict.Repeated
                : SettleVerdict.NotOpen;
        }

        var debts = await OpenDebts.HoldAsync(db, [account.Id], cancel);
        var amount = new Money(held.AmountMinor, held.Currency);
        var lines = debts.Pay(account.Id, amount);
        lines.Add(EntryLine.Of(Book.Unidentified, amount));
        var now = Microseconds.Truncate(time.GetUtcNow());
        var posting = await PostAsync(held, lines, PaymentReason.Of(held.Bank), by, now, cancel);
        await db.Database.ExecuteSqlAsync($"""
            update billing.payments set queue = 'assigned', account_id = {account.Id}, settled_by = {posting},
                settled_at = {now}, settled_who = {by}
            where id = {id}
            """, cancel);
        await RegisterPosting.TellAsync(db, held.Organisation, now,
            [new PaymentReceived(account.Id, account.Number, held.Organisation, held.AmountMinor, now)], cancel);
        return SettleVerdict.Settled;
    }

    /// <summary>It goes back to the payer; the reason is kept for the bank.</summary>
    public async Task<SettleVerdict> ReturnAsync(Guid id, string reason, string by, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (await HoldAsync(id, cancel) is not { } held)
        {
            return SettleVerdict.Unknown;
        }

        if (!held.IsOpen)
        {
            return held.Queue == "returned" && held.ReturnReason == reason
                ? SettleVerdict.Repeated
                : SettleVerdict.NotOpen;
        }

        var amount = new Money(held.AmountMinor, held.Currency);
        var now = Microseconds.Truncate(time.GetUtcNow());
        var posting = await PostAsync(held,
            [EntryLine.Of(Book.Unidentified, amount), EntryLine.Of(Book.Bank, -amount)], reason, by, now, cancel);
        await db.Database.ExecuteSqlAsync($"""
            update billing.payments set queue = 'returned', settled_by = {posting}, settled_at = {now},
                settled_who = {by}, return_reason = {reason}
            where id = {id}
            """, cancel);
        return SettleVerdict.Settled;
    }

    private async Task<Guid> PostAsync(
        Held held, List<EntryLine> lines, string reason, string by, DateTimeOffset now, CancellationToken cancel)
    {
        var days = new PostingDays(LocalCalendar.Day(now, held.TimeZone), null);
        var posting = Guid.CreateVersion7(now);
        await new BulkPostings(db).WriteAsync(held.Organisation, held.Currency, now,
            [new PlannedPosting(posting, new PostingRequest(held.Organisation, PostingKind.Payment,
                days.For(held.PaidOn), reason, PaymentKeys.Settlement(held.Id, posting), by, lines))], cancel);
        return posting;
    }

    /// <summary>The payment, locked: two people cannot settle it both.</summary>
    private Task<Held?> HoldAsync(Guid id, CancellationToken cancel) => db.Database.SqlQuery<Held>($"""
        select p.id as "Id", p.organisation as "Organisation", p.bank as "Bank", p.account_id as "AccountId",
            p.amount_minor as "AmountMinor", p.currency as "Currency", p.paid_on as "PaidOn", p.queue as "Queue",
            p.return_reason as "ReturnReason", o.time_zone as "TimeZone",
            exists (select from billing.postings back where back.reverses = p.posting_id) as "IsReversed"
        from billing.payments p join billing.organisations o on o.organisation = p.organisation
        where p.id = {id} and p.queue is not null for update of p
        """).AsAsyncEnumerable().FirstOrDefaultAsync(cancel).AsTask();

    private sealed record Held(
        Guid Id, string Organisation, string Bank, Guid? AccountId, long AmountMinor, string Currency,
        DateOnly PaidOn, string Queue, string? ReturnReason, string TimeZone, bool IsReversed)
    {
        public bool IsOpen => Queue == "open" && !IsReversed;
    }

    private sealed record Row(
        Guid Id, string Organisation, Guid? RegisterId, int? Line, string OperationId, DateTimeOffset? At,
        DateOnly PaidOn, string? AccountNumber, string? Payer, string? Address, long Amount, string Currency,
        string Queue, string? AssignedTo, DateTimeOffset? SettledAt, string? SettledBy, string? ReturnReason)
    {
        public UnidentifiedPayment ToPayment(IReadOnlyList<AccountSuggestion> suggestions) => new(
            Id, Organisation, RegisterId, Line, OperationId, At, PaidOn, AccountNumber, Payer, Address, Amount,
            Currency, CamelCase.Value<UnidentifiedStatus>(Queue), AssignedTo, SettledAt, SettledBy, ReturnReason,
            suggestions);
    }
}
