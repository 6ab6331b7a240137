using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>
/// Takes the next payments of a register back: each posting that is not reversed yet gets its mirror.
/// </summary>
internal sealed class RegisterReversal(BillingDb db)
{
    public async Task<int> StepAsync(RegisterBatch batch, int rowsMax, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Standing>($"""
            select r.line as "Line", p.posting_id as "PostingId", p.settled_by as "SettledBy"
            from billing.register_rows r join billing.payments p on p.id = r.payment_id
            where r.register_id = {batch.RegisterId} and r.state <> 'reversed'
            order by r.line limit {rowsMax} for update of p
            """).ToListAsync(cancel);
        Guid[] postings = [.. rows.SelectMany(r => new[] { r.PostingId, r.SettledBy }).OfType<Guid>()];
        await MirrorAsync(batch, postings, cancel);
        int[] lines = [.. rows.Select(r => r.Line)];
        await db.Database.ExecuteSqlAsync($"""
            update billing.register_rows set state = 'reversed'
            where register_id = {batch.RegisterId} and line = any ({lines})
            """, cancel);
        var isLast = rows.Count < rowsMax;
        await db.Database.ExecuteSqlAsync($"""
            update billing.registers set done = done + {rows.Count},
                status = case when {isLast} then 'reversed' else status end,
                reversed_at = case when {isLast} then {batch.Now}::timestamptz else reversed_at end
            where id = {batch.RegisterId}
            """, cancel);
        return rows.Count;
    }

    private async Task MirrorAsync(RegisterBatch batch, Guid[] postings, CancellationToken cancel)
    {
        var lines = await db.Database.SqlQuery<Line>($"""
            select e.posting_id as "PostingId", e.book as "Book", e.account_id as "AccountId",
                e.service as "Service", e.amount_minor as "AmountMinor"
            from billing.entries e
            where e.posting_id = any ({postings})
                and not exists (select from billing.postings r where r.reverses = e.posting_id)
            order by e.posting_id, e.id
            """).ToListAsync(cancel);
        var reason = batch.Reason ?? throw new InvalidOperationException("A register is reversed for a reason");
        var today = batch.Days.Today;
        var planned = lines.GroupBy(l => l.PostingId).Select(g => new PlannedPosting(
            Guid.CreateVersion7(batch.Now),
            new PostingRequest(batch.Organisation, PostingKind.Reversal, today, reason, PaymentKeys.Reversal(g.Key),
                batch.By, [.. g.Select(l => l.Mirror(batch.Currency))]),
            g.Key)).ToList();
        await new BulkPostings(db).WriteAsync(batch.Organisation, batch.Currency, batch.Now, planned, cancel);
    }

    private sealed record Standing(int Line, Guid PostingId, Guid? SettledBy);

    private sealed record Line(
        Guid PostingId, string Book, Guid? AccountId, string? Service, long AmountMinor)
    {
        public EntryLine Mirror(string currency) => new(
            CamelCase.Value<Book>(Book), AccountId, Service is null ? null : CamelCase.Value<Service>(Service),
            -new Money(AmountMinor, currency));
    }
}
