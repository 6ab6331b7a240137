using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Reads of meters and readings, one query each.</summary>
public sealed class MeterBoard(BillingDb db, TimeProvider time)
{
    public const int PageMax = 200;
    private const int MetersMax = 20;
    private const int FirstDayOfAll = 1;
    private const int LastDayOfAll = 31;

    /// <summary>Meters of an account that take readings by phone, by service, then by serial number.</summary>
    public async Task<IReadOnlyList<MeterAtPhone>> OfAccountAsync(string accountNumber, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var rows = await db.Database.SqlQuery<Row>($"""
            select m.id as "Id", m.service as "Service", m.serial as "Serial", m.unit as "Unit",
                r.value as "Previous", m.next_verification_on as "VerificationDue", o.time_zone as "TimeZone",
                w.first_day as "FirstDay", w.last_day as "LastDay"
            from billing.accounts a
            join billing.meters m on m.account_id = a.id and m.archived_on is null
            join billing.organisations o on o.organisation = m.organisation
            cross join lateral (select ({now} at time zone o.time_zone)::date as today) d
            left join lateral (select first_day, last_day from billing.reading_windows
                where organisation = m.organisation and valid_from <= d.today
                    and (valid_to is null or valid_to > d.today)
                order by valid_from desc limit 1) w on true
            left join lateral (select value from billing.readings
                where meter_id = m.id and status <> 'suspicious' order by at desc, id desc limit 1) r on true
            where a.number = {accountNumber} and a.closed_on is null
            order by array_position(array['coldWater', 'hotWater', 'electricity', 'gas', 'heating'], m.service),
                m.serial
            limit {MetersMax}
            """).ToListAsync(cancel);
        return [.. rows.Select(r => r.ToAnswer(LocalCalendar.Day(now, r.TimeZone)))];
    }

    /// <summary>Readings of a meter, newest first; <paramref name="after"/> is the id of the last one shown.</summary>
    public async Task<IReadOnlyList<ReadingRow>> ReadingsOfAsync(
        Guid meterId, Guid? after, int limit, CancellationToken cancel)
    {
        var readings = db.Readings.AsNoTracking().Where(r => r.MeterId == meterId);
        if (after is { } id)
        {
            readings = readings.Where(r => db.Readings.Any(
                a => a.Id == id && (r.At < a.At || (r.At == a.At && r.Id.CompareTo(a.Id) < 0))));
        }

        return await readings.OrderByDescending(r => r.At).ThenByDescending(r => r.Id)
            .Take(Math.Clamp(limit, 1, PageMax))
            .Select(r => new ReadingRow(r.Id, r.Value, r.Consumption, r.At, r.Source, r.CallId, r.Status))
            .ToListAsync(cancel);
    }

    private sealed record Row(
        Guid Id, string Service, string Serial, string Unit, decimal? Previous, DateOnly? VerificationDue,
        string TimeZone, int? FirstDay, int? LastDay)
    {
        public MeterAtPhone ToAnswer(DateOnly today)
        {
            var window = (First: FirstDay ?? FirstDayOfAll, Last: LastDay ?? LastDayOfAll);
            return new MeterAtPhone(Id, CamelCase.Value<Service>(Service), Serial, Unit, Previous ?? 0,
                VerificationDue < today ? VerificationDue : null, window,
                today.Day >= window.First && today.Day <= window.Last);
        }
    }
}

/// <summary>GET /api/meters/{id}/readings.</summary>
public sealed record ReadingRow(
    Guid Id, decimal Value, decimal Consumption, DateTimeOffset At, ReadingSource Source, Guid? CallId,
    ReadingStatus Status);
