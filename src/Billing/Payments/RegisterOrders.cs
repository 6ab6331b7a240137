using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>What a person wants done with a register; <see cref="RegisterWork"/> does it, batch after batch.</summary>
public sealed class RegisterOrders(BillingDb db, TimeProvider time)
{
    /// <summary>Asked twice is asked once.</summary>
    /// <returns>False when it is rejected, or has been reversed: nothing of it may be posted.</returns>
    public async Task<bool> PostAsync(Guid id, string by, CancellationToken cancel)
    {
        var now = Microseconds.Truncate(time.GetUtcNow());
        return await db.Database.ExecuteSqlAsync($"""
            update billing.registers set status = 'posting', requested_at = {now}, requested_by = {by}
            where id = {id} and status = 'preview'
            """, cancel) == 1 || await IsAsync(id, ["posting", "posted"], cancel);
    }

    /// <summary>Takes the whole register back, once.</summary>
    /// <returns>False when it is not posted, or is reversed already.</returns>
    public async Task<bool> ReverseAsync(Guid id, string reason, string by, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var now = Microseconds.Truncate(time.GetUtcNow());
        return await db.Database.ExecuteSqlAsync($"""
            update billing.registers set status = 'reversing', done = 0, requested_at = {now}, requested_by = {by},
                reverse_reason = {reason}
            where id = {id} and status = 'posted'
            """, cancel) == 1;
    }

    private async Task<bool> IsAsync(Guid id, string[] statuses, CancellationToken cancel) =>
        await db.Database.SqlQuery<bool>($"""
            select exists (select from billing.registers where id = {id} and status = any ({statuses})) as "Value"
            """).SingleAsync(cancel);
}
