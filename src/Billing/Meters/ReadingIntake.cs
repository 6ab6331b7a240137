using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Takes readings: judges them, and stores each key once however often it is retried.</summary>
public sealed class ReadingIntake(BillingDb db, TimeProvider time)
{
    /// <summary>Judges a value without storing it; null for a meter that is unknown or archived.</summary>
    public async Task<ReadingJudgement?> JudgeAsync(Guid meterId, decimal value, CancellationToken cancel) =>
        await new MeterQuestion(db, time).AskAsync(meterId, cancel) is { } asked
            ? ReadingCheck.Judge(value, asked.Facts, asked.Rules)
            : null;

    /// <summary>Stores a value that a person confirmed, unless it cannot be true.</summary>
    public async Task<ReadingReceipt> StoreAsync(ReadingOffered offered, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(offered.Key);
        // Readings of one meter are judged one after another, and a retry waits for the first try's commit.
        var known = await db.Database.SqlQuery<Guid>($"""
            select id as "Value" from billing.meters where id = {offered.MeterId} and archived_on is null for update
            """).ToListAsync(cancel);
        if (known.Count == 0 || await new MeterQuestion(db, time).AskAsync(offered.MeterId, cancel) is not { } asked)
        {
            return ReadingReceipt.Refused("unknownMeter");
        }

        var organisation = asked.Meter.Organisation;
        var earlier = await db.Readings.AsNoTracking()
            .SingleOrDefaultAsync(r => r.Organisation == organisation && r.Key == offered.Key, cancel);
        if (earlier is not null)
        {
            return earlier.MeterId == offered.MeterId && earlier.Value == offered.Value
                ? ReadingReceipt.Of(earlier)
                : ReadingReceipt.Refused("keyReused");
        }

        var judgement = ReadingCheck.Judge(offered.Value, asked.Facts, asked.Rules);
        if (!judgement.CanBeStored || decimal.Round(offered.Value, MeterReadingDecimals) != offered.Value)
        {
            return ReadingReceipt.Refused(
                judgement.CanBeStored ? "tooPrecise" : CamelCase.Name(judgement.Plausibility));
        }

        var reading = Reading(offered, organisation, judgement, asked.Facts.Today);
        db.Readings.Add(reading);
        var service = CamelCase.Value<Service>(asked.Meter.Service);
        Outbox.Tell(db, organisation, ReadingAccepted.Of(reading, service), reading.At);
        await db.SaveChangesAsync(cancel);
        return ReadingReceipt.Of(reading);
    }

    private const int MeterReadingDecimals = 3;

    private MeterReading Reading(
        ReadingOffered offered, string organisation, ReadingJudgement judgement, DateOnly today)
    {
        var now = Microseconds.Truncate(time.GetUtcNow());
        return new MeterReading
        {
            Id = Guid.CreateVersion7(now),
            Organisation = organisation,
            MeterId = offered.MeterId,
            Value = offered.Value,
            Consumption = judgement.Consumption,
            At = now,
            TakenOn = today,
            Source = offered.Source,
            CallId = offered.CallId,
            Status = judgement.Status,
            RolledOver = judgement.RolledOver,
            ZeroForMonths = judgement.ZeroForMonths,
            Key = offered.Key,
        };
    }
}
