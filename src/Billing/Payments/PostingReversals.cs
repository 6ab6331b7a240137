using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>
/// Takes a single posting back, and keeps the queue of unidentified payments true: a wrong assignment taken back is an
/// open payment again; money that was assigned or returned cannot be un-received before that.
/// </summary>
public sealed class PostingReversals(BillingDb db, Ledger ledger)
{
    public Task<string?> OrganisationOfAsync(Guid postingId, CancellationToken cancel) =>
        db.Database.SqlQuery<string?>($"""
            select organisation as "Value" from billing.postings where id = {postingId}
            """).FirstOrDefaultAsync(cancel);

    public async Task<PostingOutcome> ReverseAsync(
        Guid postingId, string reason, string key, string by, CancellationToken cancel)
    {
        var payments = await db.Database.SqlQuery<Payment>($"""
            select id as "Id", register_id as "RegisterId", line as "Line", settled_by as "SettledBy"
            from billing.payments where posting_id = {postingId} or settled_by = {postingId} for update
            """).ToListAsync(cancel);
        var payment = payments.SingleOrDefault();
        if (payment is { SettledBy: { } settled } && settled != postingId)
        {
            return new PostingOutcome(PostingVerdict.NotReversible, null);
        }

        var outcome = await ledger.ReverseAsync(postingId, reason, key, by, cancel);
        if (outcome.Verdict != PostingVerdict.Posted || payment is null)
        {
            return outcome;
        }

        if (payment.SettledBy == postingId)
        {
            await db.Database.ExecuteSqlAsync($"""
                update billing.payments set queue = 'open', account_id = null, settled_by = null, settled_at = null,
                    settled_who = null, return_reason = null
                where id = {payment.Id}
                """, cancel);
        }
        else
        {
            await db.Database.ExecuteSqlAsync($"""
                update billing.register_rows set state = 'reversed'
                where register_id = {payment.RegisterId} and line = {payment.Line}
                """, cancel);
        }

        return outcome;
    }

    private sealed record Payment(Guid Id, Guid? RegisterId, int? Line, Guid? SettledBy);
}
