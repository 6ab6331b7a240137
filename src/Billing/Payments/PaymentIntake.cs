using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>A payment taken by a person: at the cash desk, by a slip.</summary>
/// <param name="AmountMinor">Minor units of the organisation's currency, more than nothing.</param>
/// <param name="PaidOn">Null = today on the organisation's calendar.</param>
/// <param name="Key">Made by the one who asks, once per payment; it never expires.</param>
public sealed record PaymentOffered(string AccountNumber, long AmountMinor, DateOnly? PaidOn, string Key, string By);

/// <summary>Proof of a payment; the same however often it is asked for.</summary>
/// <param name="EffectiveOn">The day it counts from: the day it was paid, or the first open day after it.</param>
public sealed record PaymentReceipt(
    Guid Id, Guid PostingId, string AccountNumber, long Amount, string Currency, DateOnly EffectiveOn,
    DateTimeOffset TakenAt);

/// <summary>Refusals are answers.</summary>
public enum PaymentVerdict
{
    Taken,
    Repeated,
    KeyReused,
    UnknownAccount,
    BadAmount,
    FutureDay,
}

/// <summary>The receipt is there when the payment is, now or before.</summary>
public sealed record PaymentOutcome(PaymentVerdict Verdict, PaymentReceipt? Receipt);

/// <summary>Takes single payments, split over what the account owes.</summary>
public sealed class PaymentIntake(BillingDb db, TimeProvider time)
{
    /// <summary>The «bank» whose operation numbers are the keys of single payments.</summary>
    public const string Desk = "desk";

    public async Task<PaymentOutcome> TakeAsync(PaymentOffered offered, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(offered.Key);
        if (offered.AmountMinor is <= 0 or > RegisterLimits.AmountMax)
        {
            return new PaymentOutcome(PaymentVerdict.BadAmount, null);
        }

        var accounts = await (
            from a in db.Accounts
            join o in db.Organisations on a.Organisation equals o.Code
            where a.Number == offered.AccountNumber
            select new { a.Id, Organisation = o }).AsNoTracking().Take(2).ToListAsync(cancel);
        if (accounts.Count != 1)
        {
            return new PaymentOutcome(PaymentVerdict.UnknownAccount, null);
        }

        var organisation = accounts[0].Organisation;
        var now = Microseconds.Truncate(time.GetUtcNow());
        var today = organisation.LocalDay(now);
        if (offered.PaidOn > today)
        {
            return new PaymentOutcome(PaymentVerdict.FutureDay, null);
        }

        return await WriteAsync(offered, accounts[0].Id, organisation, new PostingDays(today, null), now, cancel);
    }

    private async Task<PaymentOutcome> WriteAsync(
        PaymentOffered offered, Guid account, Organisation organisation, PostingDays days, DateTimeOffset now,
        CancellationToken cancel)
    {
        var debts = await OpenDebts.HoldAsync(db, [account], cancel);
        var (id, posting) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        var paidOn = offered.PaidOn ?? days.Today;
        // A second request under the same key waits here for the first one's commit.
        var inserted = await db.Database.ExecuteSqlAsync($"""
            insert into billing.payments (id, organisation, bank, operation_id, account_id, amount_minor, currency,
                paid_on, taken_at, taken_by, posting_id)
            values ({id}, {organisation.Code}, {Desk}, {offered.Key}, {account}, {offered.AmountMinor},
                {organisation.Currency}, {paidOn}, {now}, {offered.By}, {posting})
            on conflict (organisation, bank, operation_id) do nothing
            """, cancel);
        if (inserted == 0)
        {
            return await EarlierAsync(offered, account, organisation.Code, cancel);
        }

        var amount = new Money(offered.AmountMinor, organisation.Currency);
        var lines = debts.Pay(account, amount);
        lines.Add(EntryLine.Of(Book.Bank, amount));
        var day = days.For(paidOn);
        await new BulkPostings(db).WriteAsync(organisation.Code, organisation.Currency, now,
            [new PlannedPosting(posting, new PostingRequest(organisation.Code, PostingKind.Payment, day,
                PaymentReason.Of(Desk), PaymentKeys.Payment(Desk, offered.Key), offered.By, lines))], cancel);
        await RegisterPosting.TellAsync(db, organisation.Code, now,
            [new PaymentReceived(account, offered.AccountNumber, organisation.Code, amount.Minor, now)], cancel);
        return new PaymentOutcome(PaymentVerdict.Taken, new PaymentReceipt(
            id, posting, offered.AccountNumber, amount.Minor, amount.Currency, day, now));
    }

    private async Task<PaymentOutcome> EarlierAsync(
        PaymentOffered offered, Guid account, string organisation, CancellationToken cancel)
    {
        var earlier = await db.Database.SqlQuery<Earlier>($"""
            select m.id as "Id", m.posting_id as "PostingId", m.account_id as "AccountId",
                m.amount_minor as "AmountMinor", m.currency as "Currency", m.paid_on as "PaidOn",
                p.effective_on as "EffectiveOn", m.taken_at as "TakenAt"
            from billing.payments m join billing.postings p on p.id = m.posting_id
            where m.organisation = {organisation} and m.bank = {Desk} and m.operation_id = {offered.Key}
            """).SingleAsync(cancel);
        var same = earlier.AccountId == account && earlier.AmountMinor == offered.AmountMinor
            && (offered.PaidOn ?? earlier.PaidOn) == earlier.PaidOn;
        return same
            ? new PaymentOutcome(PaymentVerdict.Repeated, new PaymentReceipt(
                earlier.Id, earlier.PostingId, offered.AccountNumber, earlier.AmountMinor, earlier.Currency,
                earlier.EffectiveOn, earlier.TakenAt))
            : new PaymentOutcome(PaymentVerdict.KeyReused, null);
    }

    private sealed record Earlier(
        Guid Id, Guid PostingId, Guid AccountId, long AmountMinor, string Currency, DateOnly PaidOn,
        DateOnly EffectiveOn, DateTimeOffset TakenAt);
}
