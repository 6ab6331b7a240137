using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>
/// One batch of the oldest register that is to be posted or reversed, in the caller's transaction: rows, payments,
/// postings, facts and progress are true together or not at all. Killed anywhere, the next batch begins where the last
/// committed one ended. Several may work at once, on different registers.
/// </summary>
public sealed class RegisterWork(BillingDb db, TimeProvider time)
{
    /// <summary>A second of work: long enough to be quick, short enough to wait for.</summary>
    public const int BatchRows = 5_000;

    /// <returns>Whose register it was; null when there is nothing to do.</returns>
    public async Task<RegisterStep?> StepAsync(CancellationToken cancel, int rowsMax = BatchRows)
    {
        var claimed = await db.Database.SqlQuery<Claimed>($"""
            select r.id as "Id", r.organisation as "Organisation", r.bank as "Bank", r.currency as "Currency",
                r.status as "Status", r.requested_by as "By", r.reverse_reason as "Reason",
                o.time_zone as "TimeZone"
            from billing.registers r join billing.organisations o on o.organisation = r.organisation
            where r.status in ('posting', 'reversing')
            order by r.requested_at, r.id limit 1 for update of r skip locked
            """).ToListAsync(cancel);
        if (claimed.Count == 0)
        {
            return null;
        }

        var register = claimed[0];
        var now = Microseconds.Truncate(time.GetUtcNow());
        var days = await PostingDays.OfAsync(
            db, register.Organisation, LocalCalendar.Day(now, register.TimeZone), cancel);
        var work = new RegisterBatch(
            register.Id, register.Organisation, register.Bank, register.Currency, register.By, register.Reason, now,
            days);
        var done = register.Status == "posting"
            ? await new RegisterPosting(db).StepAsync(work, rowsMax, cancel)
            : await new RegisterReversal(db).StepAsync(work, rowsMax, cancel);
        return new RegisterStep(register.Organisation, register.Id, done);
    }

    private sealed record Claimed(
        Guid Id, string Organisation, string Bank, string Currency, string Status, string By, string? Reason,
        string TimeZone);
}

/// <summary>A batch was done; rows counts what it took.</summary>
public sealed record RegisterStep(string Organisation, Guid RegisterId, int Rows);

/// <summary>What a batch has to know.</summary>
internal sealed record RegisterBatch(
    Guid RegisterId, string Organisation, string Bank, string Currency, string By, string? Reason, DateTimeOffset Now,
    PostingDays Days);
