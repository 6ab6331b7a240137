using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Makes payments of the next rows of a register.</summary>
internal sealed class RegisterPosting(BillingDb db)
{
    /// <returns>Rows taken; after the last one the register is posted.</returns>
    public async Task<int> StepAsync(RegisterBatch batch, int rowsMax, CancellationToken cancel)
    {
        // By day and operation, not by line: a shuffled copy of a file pays the same debts in the same order.
        var rows = await db.Database.SqlQuery<Waiting>($"""
            select line as "Line", operation_id as "OperationId", paid_on as "PaidOn", account_id as "AccountId",
                amount_minor as "AmountMinor"
            from billing.register_rows
            where register_id = {batch.RegisterId} and payment_id is null and state in ('ready', 'unidentified')
            order by paid_on, operation_id limit {rowsMax}
            """).ToListAsync(cancel);
        var payments = rows.Select(r => new NewPayment(
            Guid.CreateVersion7(batch.Now), Guid.CreateVersion7(batch.Now), r)).ToList();
        var fresh = await InsertPaymentsAsync(batch, payments, cancel);
        var taken = payments.Where(p => fresh.Contains(p.Id)).ToList();
        await PostAsync(batch, taken, cancel);
        await MarkRowsAsync(batch, taken, [.. rows.Select(r => r.Line)], cancel);
        await CountAsync(batch, rows.Count, isLast: rows.Count < rowsMax, cancel);
        return rows.Count;
    }

    /// <summary>An operation that another register brought meanwhile is left out.</summary>
    private async Task<HashSet<Guid>> InsertPaymentsAsync(
        RegisterBatch batch, List<NewPayment> payments, CancellationToken cancel)
    {
        Guid[] ids = [.. payments.Select(p => p.Id)];
        string[] operations = [.. payments.Select(p => p.Row.OperationId)];
        int[] lines = [.. payments.Select(p => p.Row.Line)];
        Guid?[] accounts = [.. payments.Select(p => p.Row.AccountId)];
        long[] amounts = [.. payments.Select(p => p.Row.AmountMinor)];
        DateOnly[] days = [.. payments.Select(p => p.Row.PaidOn)];
        Guid[] postings = [.. payments.Select(p => p.PostingId)];
        var inserted = await db.Database.SqlQuery<Guid>($"""
            insert into billing.payments (id, organisation, bank, operation_id, register_id, line, account_id,
                amount_minor, currency, paid_on, taken_at, taken_by, posting_id, queue)
            select p.id, {batch.Organisation}, {batch.Bank}, p.operation_id, {batch.RegisterId}, p.line, p.account_id,
                p.amount_minor, {batch.Currency}, p.paid_on, {batch.Now}, {batch.By}, p.posting_id,
                case when p.account_id is null then 'open' end
            from unnest({ids}, {operations}, {lines}, {accounts}, {amounts}, {days}, {postings})
                as p(id, operation_id, line, account_id, amount_minor, paid_on, posting_id)
            on conflict (organisation, bank, operation_id) do nothing
            returning id as "Value"
            """).ToListAsync(cancel);
        return [.. inserted];
    }

    private async Task PostAsync(RegisterBatch batch, List<NewPayment> payments, CancellationToken cancel)
    {
        var debts = await OpenDebts.HoldAsync(db, payments.Select(p => p.Row.AccountId).OfType<Guid>(), cancel);
        var planned = new List<PlannedPosting>(payments.Count);
        var facts = new List<PaymentReceived>(payments.Count);
        foreach (var payment in payments)
        {
            var amount = new Money(payment.Row.AmountMinor, batch.Currency);
            List<EntryLine> lines = payment.Row.AccountId is { } account
                ? debts.Pay(account, amount)
                : [EntryLine.Of(Book.Unidentified, -amount)];
            lines.Add(EntryLine.Of(Book.Bank, amount));
            planned.Add(new PlannedPosting(payment.PostingId, new PostingRequest(
                batch.Organisation, PostingKind.Payment, batch.Days.For(payment.Row.PaidOn),
                PaymentReason.Of(batch.Bank),
                PaymentKeys.Payment(batch.Bank, payment.Row.OperationId), batch.By, lines)));
            if (payment.Row.AccountId is { } known)
            {
                facts.Add(new PaymentReceived(
                    known, debts.NumberOf(known), batch.Organisation, amount.Minor, batch.Now));
            }
        }

        var written = await new BulkPostings(db).WriteAsync(
            batch.Organisation, batch.Currency, batch.Now, planned, cancel);
        if (written.Count != planned.Count)
        {
            throw new InvalidOperationException("A payment without its posting: the key of an operation is taken");
        }

        await TellAsync(db, batch.Organisation, batch.Now, facts, cancel);
    }

    internal static async Task TellAsync(
        BillingDb db, string organisation, DateTimeOffset now, IReadOnlyList<PaymentReceived> facts,
        CancellationToken cancel)
    {
        string[] payloads = [.. facts.Select(f => JsonSerializer.Serialize(f, EventJson.Options))];
        await db.Database.ExecuteSqlAsync($"""
            insert into billing.outbox (type, organisation, payload, created_at, not_before)
            select {nameof(PaymentReceived)}, {organisation}, p.payload::jsonb, {now}, {now}
            from unnest({payloads}) as p(payload)
            """, cancel);
    }

    private async Task MarkRowsAsync(
        RegisterBatch batch, List<NewPayment> taken, int[] all, CancellationToken cancel)
    {
        int[] lines = [.. taken.Select(t => t.Row.Line)];
        Guid[] payments = [.. taken.Select(t => t.Id)];
        await db.Database.ExecuteSqlAsync($"""
            update billing.register_rows r set payment_id = t.payment_id,
                state = case r.state when 'ready' then 'posted' else r.state end
            from unnest({lines}, {payments}) as t(line, payment_id)
            where r.register_id = {batch.RegisterId} and r.line = t.line
            """, cancel);
        int[] left = [.. all.Except(lines)];
        await db.Database.ExecuteSqlAsync($"""
            with late as (
                update billing.register_rows r set state = 'repeated', reason = 'repeatedBefore'
                from billing.register_rows old
                where r.register_id = {batch.RegisterId} and r.line = any ({left})
                    and old.register_id = r.register_id and old.line = r.line
                returning old.state)
            update billing.registers set
                known = known - (select count(*) from late where state = 'ready'),
                unidentified = unidentified - (select count(*) from late where state = 'unidentified'),
                repeated = repeated + (select count(*) from late)
            where id = {batch.RegisterId} and cardinality({left}) > 0
            """, cancel);
    }

    private Task CountAsync(RegisterBatch batch, int rows, bool isLast, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"""
            update billing.registers set done = least(done + {rows}, known + unidentified),
                status = case when {isLast} then 'posted' else status end,
                posted_at = case when {isLast} then {batch.Now}::timestamptz else posted_at end
            where id = {batch.RegisterId}
            """, cancel);

    internal sealed record Waiting(int Line, string OperationId, DateOnly PaidOn, Guid? AccountId, long AmountMinor);

    private sealed record NewPayment(Guid Id, Guid PostingId, Waiting Row);
}
