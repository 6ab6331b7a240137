using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>The numbers in force for outages; read from the tables, never from code.</summary>
public sealed class OutageRules(DispatchDb db, Rulebook rulebook)
{
    /// <summary>
    /// Until when each service may be off: per service the earliest over the houses, each with what it has left of
    /// its month. A service without a rule (a lift) has no deadline.
    /// </summary>
    internal async Task<IReadOnlyList<OutageParts.Deadline>> DeadlinesAsync(
        Outage outage, IReadOnlyCollection<Guid> houses, CancellationToken cancel)
    {
        var profile = await rulebook.ProfileAsync(outage.Organisation, cancel);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone);
        var limits = await LimitsAsync(outage, profile, cancel);
        var used = await UsedAsync(
            outage.Id, houses, InterruptionLimit.MonthOf(outage.StartsAt, zone), outage.StartsAt, cancel);
        return [.. limits.Select(limit => new OutageParts.Deadline
        {
            OutageId = outage.Id,
            Service = limit.Service,
            Organisation = outage.Organisation,
            DueAt = Microseconds.Truncate(limit.Limit.DueAt(
                outage.StartsAt, used.GetValueOrDefault(limit.Service), zone)),
            Clause = limit.Clause,
            Source = limit.Source,
        })];
    }

    /// <summary>When people have to be told of a planned outage that begins then: at the latest on this day.</summary>
    internal async Task<bool> IsShortNoticeAsync(
        string organisation, DateTimeOffset declaredAt, DateTimeOffset startsAt, CancellationToken cancel)
    {
        var profile = await rulebook.ProfileAsync(organisation, cancel);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone);
        var days = await rulebook.NumberAsync("outage.plannedNotice", profile, declaredAt, cancel);
        var begins = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(startsAt, zone).DateTime);
        var told = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(declaredAt, zone).DateTime);
        return begins < NoticeWindow.WorkingDaysAfter(told, days);
    }

    /// <summary>How long ahead a planned outage is announced.</summary>
    internal async Task<TimeSpan> AnnounceBeforeAsync(
        string organisation, DateTimeOffset at, CancellationToken cancel) => TimeSpan.FromSeconds(
        await rulebook.NumberAsync(
            "outage.announceBefore", await rulebook.ProfileAsync(organisation, cancel), at, cancel));

    /// <summary>Until when a call «it is back» makes sense that becomes possible at a moment.</summary>
    internal async Task<DateTimeOffset> NoticeExpiresAsync(
        string organisation, DateTimeOffset at, CancellationToken cancel)
    {
        var profile = await rulebook.ProfileAsync(organisation, cancel);
        async Task<TimeSpan> Span(string code) =>
            TimeSpan.FromSeconds(await rulebook.NumberAsync(code, profile, at, cancel));
        var window = new NoticeWindow(await Span("notice.dayTo"), await Span("notice.room"));
        return window.EndAfter(at, TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone));
    }

    /// <summary>
    /// The longest any of these houses was without each service within a span; outages that overlap count once, one
    /// that is not over counts as going on.
    /// </summary>
    internal async Task<Dictionary<string, TimeSpan>> UsedAsync(
        Guid exceptOutage, IReadOnlyCollection<Guid> houses, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancel)
    {
        Guid[] ids = [.. houses];
        var rows = await db.Database.SqlQuery<UsedRow>($"""
            with off as (
                select h.house_id, s.service, range_agg(
                    tstzrange(o.starts_at, coalesce(o.closed_at, 'infinity')) * tstzrange({from}, {to})) as spans
                from dispatch.outage_houses h
                join dispatch.outages o on o.id = h.outage_id
                cross join unnest(o.services) as s(service)
                where h.house_id = any ({ids}) and o.id <> {exceptOutage} and o.starts_at < {to}
                    and coalesce(o.closed_at, 'infinity') > {from}
                group by h.house_id, s.service)
            select service as "Service", max(seconds)::bigint as "Seconds"
            from (select service, house_id,
                    (select sum(extract(epoch from upper(r) - lower(r))) from unnest(spans) as r) as seconds
                  from off) as each_house
            group by service
            """).ToListAsync(cancel);
        return rows.ToDictionary(r => r.Service, r => TimeSpan.FromSeconds(r.Seconds), StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<(string Service, InterruptionLimit Limit, string Clause, string Source)>>
        LimitsAsync(Outage outage, OrganisationProfile profile, CancellationToken cancel)
    {
        var day = Rulebook.LocalDay(outage.StartsAt, profile);
        var cause = CamelCase.Name(outage.Cause);
        var rows = await db.Database.SqlQuery<LimitRow>($"""
            select distinct on (service) service as "Service", at_a_time as "AtATime", per_month as "PerMonth",
                clause as "Clause", source as "Source"
            from dispatch.interruption_rules
            where jurisdiction = {profile.Jurisdiction} and service = any ({outage.Services})
                and cause in ('*', {cause}) and valid_from <= {day} and (valid_to is null or valid_to > {day})
            order by service, cause = '*', valid_from desc
            """).ToListAsync(cancel);
        return [.. rows.Select(r => (r.Service, new InterruptionLimit(
            TimeSpan.FromSeconds(r.AtATime), TimeSpan.FromSeconds(r.PerMonth)), r.Clause, r.Source))];
    }

    private sealed record UsedRow(string Service, long Seconds);

    private sealed record LimitRow(string Service, int AtATime, int PerMonth, string Clause, string Source);
}
