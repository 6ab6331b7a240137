using Microsoft.EntityFrameworkCore;

namespace Zhkh.Billing;

/// <summary>Everything needed to judge a value for one meter: two queries.</summary>
internal sealed class MeterQuestion(BillingDb db, TimeProvider time)
{
    private const int HistoryMax = 24;

    public async Task<(MeterAtDesk Meter, ReadingFacts Facts, LegalRules Rules)?> AskAsync(
        Guid meterId, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var meter = await db.Database.SqlQuery<MeterAtDesk>($"""
            select m.id as "Id", m.organisation as "Organisation", m.service as "Service", m.digits as "Digits",
                m.next_verification_on as "VerificationDue", o.time_zone as "TimeZone",
                coalesce(p.registered, 1) as "Registered", w.first_day as "FirstDay", w.last_day as "LastDay",
                (select jsonb_object_agg(r.code, r.value order by r.valid_from)::text from billing.legal_rules r
                 where r.jurisdiction = o.jurisdiction and r.valid_from <= d.today
                    and (r.valid_to is null or r.valid_to > d.today)) as "Rules"
            from billing.meters m
            join billing.organisations o on o.organisation = m.organisation
            cross join lateral (select ({now} at time zone o.time_zone)::date as today) d
            left join billing.accounts a on a.id = m.account_id
            left join billing.premises p on p.id = a.premise_id
            left join lateral (select first_day, last_day from billing.reading_windows
                where organisation = m.organisation and valid_from <= d.today
                    and (valid_to is null or valid_to > d.today)
                order by valid_from desc limit 1) w on true
            where m.id = {meterId} and m.archived_on is null
            """).SingleOrDefaultAsync(cancel);
        if (meter is null)
        {
            return null;
        }

        var history = await db.Readings.AsNoTracking()
            .Where(r => r.MeterId == meterId && r.Status != ReadingStatus.Suspicious)
            .OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(HistoryMax)
            .Select(r => new PastReading(r.Value, r.Consumption, r.TakenOn)).ToListAsync(cancel);
        var rules = LegalRules.Parse(meter.Rules ?? "{}");
        var norm = rules.Find($"norm.{meter.Service}") * meter.Registered;
        var facts = new ReadingFacts(meter.Digits, history, norm, meter.Window, meter.VerificationDue,
            LocalCalendar.Day(now, meter.TimeZone));
        return (meter, facts, rules);
    }
}

/// <summary>A meter with what surrounds it.</summary>
internal sealed record MeterAtDesk(
    Guid Id, string Organisation, string Service, int Digits, DateOnly? VerificationDue, string TimeZone,
    int Registered, int? FirstDay, int? LastDay, string? Rules)
{
    public (int FirstDay, int LastDay)? Window =>
        FirstDay is { } first && LastDay is { } last ? (first, last) : null;
}
