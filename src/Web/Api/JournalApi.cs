using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Journal;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>/api/journal: requests with the columns the law asks for, on the screen and as a file.</summary>
internal static class JournalApi
{
    public static void MapJournal(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").InUnitOfWork();
        group.MapGet("/journal", ListAsync).Needs(Permission.ReadJournal);
        group.MapGet("/journal.xlsx", SheetAsync).Needs(Permission.ReadJournal);
    }

    private static async Task<Results<Ok<Page<JournalRow>>, ProblemHttpResult>> ListAsync(
        HttpContext context, [AsParameters] JournalQuery query, int? limit, JournalReader journal, Houses houses,
        OrganisationBoard organisations, AuditTrail audit, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        var zone = await ZoneAsync(context, query, organisations, cancel);
        var (filter, problem) = await FilterAsync(query, houses, zone, cancel);
        if (filter is null)
        {
            return Problems.Of(context, problem);
        }

        var rows = await journal.PageAsync(filter with { Limit = size }, cancel);
        foreach (var own in rows.GroupBy(t => t.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "ticket", "journal", $"{own.Count()} rows");
        }

        return TypedResults.Ok(new Page<JournalRow>(rows, rows.Count == size ? rows[^1].Id.ToString() : null));
    }

    private static async Task<IResult> SheetAsync(
        HttpContext context, [AsParameters] JournalQuery query, Houses houses, OrganisationBoard organisations,
        AuditTrail audit, IServiceScopeFactory scopes, TimeProvider time, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        var zone = await ZoneAsync(context, query, organisations, cancel);
        var (filter, problem) = await FilterAsync(query, houses, zone, cancel);
        if (filter is null)
        {
            return Problems.Of(context, problem);
        }

        foreach (var own in person.Organisations.Where(o => query.Organisation is null || o == query.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own, "ticket", "journal", "file");
        }

        var columns = new JournalColumns(
            SheetTexts.In(person.Language), zone, $"{context.Request.Scheme}://{context.Request.Host}");
        var day = TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone);
        return new JournalSheet(scopes, person, filter with { After = null }, columns, $"journal-{day:yyyy-MM-dd}.xlsx");
    }

    /// <summary>Days are those of the organisation asked for, else of the first one the person sees.</summary>
    private static async Task<TimeZoneInfo> ZoneAsync(
        HttpContext context, JournalQuery query, OrganisationBoard organisations, CancellationToken cancel)
    {
        var all = await organisations.AllAsync(cancel);
        var code = query.Organisation ?? SignedIn.Of(context).Organisations[0];
        return TimeZoneInfo.FindSystemTimeZoneById(all.FirstOrDefault(o => o.Code == code)?.TimeZone ?? "UTC");
    }

    private static async Task<(JournalFilter? Filter, Problem Problem)> FilterAsync(
        JournalQuery query, Houses houses, TimeZoneInfo zone, CancellationToken cancel)
    {
        var from = query.From is { Length: > 0 } first ? JournalQuery.Moment(first, zone, isEnd: false) : null;
        var to = query.To is { Length: > 0 } last ? JournalQuery.Moment(last, zone, isEnd: true) : null;
        if ((query.From is { Length: > 0 } && from is null) || (query.To is { Length: > 0 } && to is null) || from >= to)
        {
            return (null, Problem.BadPeriod);
        }

        var house = query.HouseId is { } id ? await JournalQuery.HouseAsync(houses, id, cancel) : null;
        return query.HouseId is not null && house is null
            ? (null, Problem.NotFound)
            : (new JournalFilter(query.Organisation, house, from, to, query.Status?.Value, query.Term?.Value,
                query.After), Problem.NotFound);
    }
}
