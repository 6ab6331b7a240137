using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>Hours without a zone: that is the organisation's.</summary>
internal sealed record HoursBody(
    IReadOnlyDictionary<DayOfWeek, IReadOnlyList<DayHours>> Week, IReadOnlyList<SpecialDay> SpecialDays,
    IReadOnlyList<MonthRule> MonthDays, DayHours? Night = null);

/// <param name="EffectiveFrom">Null: at once.</param>
/// <param name="Schedule">week, specialDays, night, monthDays.</param>
internal sealed record ScheduleBody(
    [property: JsonRequired] string Organisation, [property: JsonRequired] JsonElement Schedule,
    DateTimeOffset? EffectiveFrom = null, string? Why = null, DateTimeOffset? At = null);

/// <param name="Version">0: none was made, and it is always working hours.</param>
internal sealed record ScheduleAnswer(
    string Organisation, string TimeZone, LineMode Mode, DateTimeOffset? NextChangeAt, int Version,
    IReadOnlyList<ScheduleVersion> Versions);

internal sealed record ModeAnswer(DateTimeOffset At, LineMode Mode, DateTimeOffset? NextChangeAt);

/// <summary>/api/schedules: when an organisation works, by versions that begin at a moment.</summary>
internal static class SchedulesApi
{
    public const int WhyMax = 500;

    /// <summary>Versions that have not begun.</summary>
    public const int AheadMax = 10;

    /// <summary>How late a moment may come to be «now».</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/schedules").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadMenus);
        group.MapPost("", AddAsync).Needs(Permission.ManageMenus);
        group.MapPost("/preview", PreviewAsync).Needs(Permission.ReadMenus);
    }

    /// <summary>The moment something shall begin, or what is wrong with it.</summary>
    public static (DateTimeOffset From, MenuFault? Fault) Begin(
        DateTimeOffset? wanted, string? why, IEnumerable<DateTimeOffset> versions, DateTimeOffset now)
    {
        var from = wanted is { } moment && moment > now ? moment.ToUniversalTime() : now;
        return (from, string.IsNullOrWhiteSpace(why) || why.Trim().Length > WhyMax
            ? new MenuFault(MenuFaultKind.WhyMissing, WhyMax)
            : wanted < now - Late ? new MenuFault(MenuFaultKind.MomentPast)
            : versions.Count(v => v > now) >= AheadMax ? new MenuFault(MenuFaultKind.TooManyAhead, AheadMax)
            : null);
    }

    private static async Task<Ok<Page<ScheduleAnswer>>> ListAsync(
        HttpContext context, MenuReader reader, TimeProvider time, CancellationToken cancel)
    {
        var book = await reader.BookAsync(context, cancel);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new Page<ScheduleAnswer>(
            [.. book.Schedules.Select(own => Answer(book, own, reader, now))], null));
    }

    private static async Task<Results<Created<ScheduleAnswer>, ProblemHttpResult>> AddAsync(
        HttpContext context, ScheduleBody body, MenuRows rows, MenuReader reader, AuditTrail audit,
        DatabaseSession session, ChangeSignals screens, TimeProvider time, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (!person.Organisations.Contains(body.Organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var now = time.GetUtcNow();
        var versions = await rows.SchedulesAsync(body.Organisation, cancel);
        var (from, late) = Begin(body.EffectiveFrom, body.Why, versions.Select(v => v.EffectiveFrom), now);
        var (schedule, fault) = Read(body, reader);
        if (schedule is null || (fault ?? late) is not null)
        {
            return Refused(context, fault ?? late);
        }

        if (await rows.AddAsync(
            body.Organisation, schedule, from, body.Why?.Trim() ?? "", person.Name, cancel) is not { } added)
        {
            return Problems.Of(context, Problem.MenuChanged);
        }

        await audit.WriteAsync(
            context, AuditAct.Change, body.Organisation, "schedule", $"{added.Version}", $"from {from:u}");
        session.AfterCommit(() => screens.Changed(body.Organisation, "menus"));
        var book = await reader.BookAsync(context, cancel);
        return TypedResults.Created(
            "/api/schedules",
            Answer(book, book.Schedules.Single(s => s.Organisation == body.Organisation), reader, now));
    }

    /// <summary>The mode of a schedule that is being written, at any moment.</summary>
    private static Results<Ok<ModeAnswer>, ProblemHttpResult> PreviewAsync(
        HttpContext context, ScheduleBody body, MenuReader reader, TimeProvider time)
    {
        if (!SignedIn.Of(context).Organisations.Contains(body.Organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var (schedule, fault) = Read(body, reader);
        var at = body.At ?? time.GetUtcNow();
        return schedule is null || fault is not null
            ? Refused(context, fault)
            : TypedResults.Ok(new ModeAnswer(
                at, ScheduleMode.At(schedule, at), ScheduleMode.NextChange(schedule, at)));
    }

    private static (Schedule? Schedule, MenuFault? Fault) Read(ScheduleBody body, MenuReader reader)
    {
        var (hours, fault) = MenuReader.Read<HoursBody>(body.Schedule);
        if (hours is null)
        {
            return (null, fault);
        }

        var schedule = new Schedule(
            reader.VoiceOf(body.Organisation).TimeZone, hours.Week, hours.SpecialDays, hours.Night, hours.MonthDays);
        return (schedule, ScheduleCheck.Of(schedule));
    }

    private static ProblemHttpResult Refused(HttpContext context, MenuFault? fault) => Problems.Of(
        context, Problem.ScheduleRefused,
        MenuFaultTexts.Of(context, fault ?? new MenuFault(MenuFaultKind.Unreadable, "schedule")));

    private static ScheduleAnswer Answer(
        MenuBook book, OrganisationSchedule own, MenuReader reader, DateTimeOffset now)
    {
        var current = book.ScheduleAt(own.Organisation, now);
        return new ScheduleAnswer(
            own.Organisation, reader.VoiceOf(own.Organisation).TimeZone, book.ModeAt(own.Organisation, now),
            current is null ? null : ScheduleMode.NextChange(current.Schedule, now), current?.Version ?? 0,
            own.Versions);
    }
}
