using Microsoft.EntityFrameworkCore;

namespace Zhkh.Dispatch;

/// <summary>The numbers in force for an organisation; read from the tables, never from code.</summary>
public sealed class Rulebook(DispatchDb db, DispatchOptions options)
{
    private readonly Dictionary<(string, DateOnly), CallbackRules> _callbacks = [];

    /// <summary>What this module must know of an organisation; told by the host.</summary>
    public Task KeepProfileAsync(string organisation, string jurisdiction, string timeZone, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"""
            insert into dispatch.profiles (organisation, jurisdiction, time_zone)
            values ({organisation}, {jurisdiction}, {timeZone})
            on conflict (organisation) do update
                set jurisdiction = excluded.jurisdiction, time_zone = excluded.time_zone
            """, cancel);

    /// <summary>An organisation nobody described still has its calls counted: by the default profile.</summary>
    internal async Task<OrganisationProfile> ProfileAsync(string organisation, CancellationToken cancel) =>
        await db.Profiles.AsNoTracking().SingleOrDefaultAsync(p => p.Organisation == organisation, cancel)
        ?? new OrganisationProfile
        {
            Organisation = organisation,
            Jurisdiction = options.DefaultJurisdiction,
            TimeZone = options.DefaultTimeZone,
        };

    internal async Task<CallbackRules> CallbacksAsync(string organisation, DateTimeOffset at, CancellationToken cancel)
    {
        var profile = await ProfileAsync(organisation, cancel);
        var day = LocalDay(at, profile);
        if (_callbacks.TryGetValue((profile.Jurisdiction, day), out var known))
        {
            return known;
        }

        var rows = await db.Database.SqlQuery<RuleRow>($"""
            select code as "Code", value as "Value" from dispatch.rules
            where jurisdiction = {profile.Jurisdiction} and valid_from <= {day}
                and (valid_to is null or valid_to > {day})
            order by valid_from
            """).ToListAsync(cancel);
        var values = rows.GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.Last().Value);
        var rules = new CallbackRules(
            Seconds("callback.own"), Seconds("callback.legal"), Seconds("callback.retry"), Seconds("callback.lease"),
            Seconds("callback.alarmBefore"), Seconds("callback.talk"), Seconds("callback.talkLongest"),
            Number("callback.triesBeforeSupervisor"));
        _callbacks.Add((profile.Jurisdiction, day), rules);
        return rules;

        TimeSpan Seconds(string code) => TimeSpan.FromSeconds(Number(code));
        int Number(string code) => values.TryGetValue(code, out var value)
            ? value
            : throw new InvalidOperationException($"No rule {code} is in force for {profile.Jurisdiction} on {day:O}");
    }

    /// <summary>One number in force on the organisation's day.</summary>
    internal async Task<int> NumberAsync(
        string code, OrganisationProfile profile, DateTimeOffset at, CancellationToken cancel)
    {
        var day = LocalDay(at, profile);
        var values = await db.Database.SqlQuery<int>($"""
            select value as "Value" from dispatch.rules
            where jurisdiction = {profile.Jurisdiction} and code = {code} and valid_from <= {day}
                and (valid_to is null or valid_to > {day})
            order by valid_from desc limit 1
            """).ToListAsync(cancel);
        return values.Count == 1
            ? values[0]
            : throw new InvalidOperationException($"No rule {code} is in force for {profile.Jurisdiction} on {day:O}");
    }

    /// <summary>Until when the local authority is to be told of a ticket that became critical at a moment.</summary>
    internal async Task<TicketDeadline> LetterDeadlineAsync(
        Guid ticketId, string organisation, DateTimeOffset at, CancellationToken cancel)
    {
        var profile = await ProfileAsync(organisation, cancel);
        return new TicketDeadline
        {
            TicketId = ticketId,
            Clock = TicketClocks.NotifyMunicipality,
            Organisation = organisation,
            DueAt = at + TimeSpan.FromSeconds(await NumberAsync("letter.target", profile, at, cancel)),
            Clause = profile.Jurisdiction == "RU" ? "п. 14" : "",
            Source = "own regulation: the law orders the letter and names no minutes",
        };
    }

    /// <summary>The deadlines of a ticket of a category opened at a moment.</summary>
    internal async Task<IReadOnlyList<TicketDeadline>> DeadlinesAsync(
        Guid ticketId, string organisation, string category, DateTimeOffset openedAt, CancellationToken cancel)
    {
        var profile = await ProfileAsync(organisation, cancel);
        var day = LocalDay(openedAt, profile);
        var rows = await db.Database.SqlQuery<SlaRow>($"""
            select distinct on (clock) clock as "Clock", seconds as "Seconds", day_from as "DayFrom",
                day_to as "DayTo", clause as "Clause", source as "Source"
            from dispatch.sla_rules
            where jurisdiction = {profile.Jurisdiction} and category in ('*', {category}) and valid_from <= {day}
                and (valid_to is null or valid_to > {day})
            order by clock, category = '*', valid_from desc
            """).ToListAsync(cancel);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone);
        return [.. rows.Select(r => new TicketDeadline
        {
            TicketId = ticketId,
            Clock = r.Clock,
            Organisation = organisation,
            DueAt = Deadline.After(openedAt, TimeSpan.FromSeconds(r.Seconds), r.Hours, zone),
            Clause = r.Clause,
            Source = r.Source,
        })];
    }

    internal static DateOnly LocalDay(DateTimeOffset at, OrganisationProfile profile) => DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(profile.TimeZone)).DateTime);

    private sealed record RuleRow(string Code, int Value);

    private sealed record SlaRow(
        string Clock, int Seconds, TimeOnly? DayFrom, TimeOnly? DayTo, string Clause, string Source)
    {
        public DayHours? Hours => DayFrom is { } from && DayTo is { } to ? new DayHours(from, to) : null;
    }
}
