using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Recording;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>A recording in a list.</summary>
/// <param name="Person">Whose telephone spoke for us.</param>
/// <param name="KeptUntil">By the rules as they stand; a hold keeps it longer.</param>
/// <param name="HoldId">What holds it; null when nothing does.</param>
/// <param name="Tickets">What became of the call.</param>
internal sealed record RecordingAnswer(
    Guid Id, Guid CallId, string Organisation, string Class, string Direction, string? Phone, string? Extension,
    string? Person, string? AccountNumber, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Outcome,
    string? PartialReason, DateTimeOffset? KeptUntil, Guid? HoldId, IReadOnlyList<RecordingTicket> Tickets);

/// <param name="Rating">1–5; null while the resident has not said.</param>
internal sealed record RecordingTicket(Guid Id, int Number, int? Rating);

/// <summary>The words of a list's address.</summary>
/// <param name="Q">Words of the ticket, its comments, the address, or its number.</param>
/// <param name="RatingMax">The resident gave this mark or a lower one.</param>
internal readonly record struct RecordingQuery(
    string? After, int? Limit, DateTimeOffset? From, DateTimeOffset? To, string? Phone, string? Organisation,
    [property: FromQuery(Name = "class")] string? OfClass, string? Extension, bool? Held, int? SecondsMin,
    int? SecondsMax, string? Q, int? RatingMax, bool? WithoutTicket)
{
    private const int RatingHighest = 5;

    /// <summary>The name of what cannot be meant; null when all can.</summary>
    public string? Wrong => SecondsMin < 0 ? "secondsMin" : SecondsMax < (SecondsMin ?? 0) ? "secondsMax"
        : RatingMax is < 1 or > RatingHighest ? "ratingMax"
        : Q?.Length > RecordingWish.WordsLengthMax ? "q" : null;

    public RecordingWish Wish => new(Q, RatingMax, WithoutTicket ?? false);

    public RecordingFilter FilterOf(Cursor? last, int size, string? number) => new(
        last?.At, last?.Id, size, From, To, number, Organisation, OfClass, Extension, Held, SecondsMin, SecondsMax);
}

/// <summary>
/// /api/recordings: which there are, how they sound (8 kHz stereo, caller left, our side right; a part of it for
/// players that seek), what their outline is.
/// </summary>
internal static class RecordingsApi
{
    private const string Subject = "recording";
    private const int PointsDefault = 600;

    public static void MapRecordings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/recordings").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ListenToRecordings);
        group.MapGet("/{id:guid}", OneAsync).Needs(Permission.ListenToRecordings);
        group.MapGet("/{id:guid}.wav", GetAsync).Needs(Permission.ListenToRecordings);
        group.MapGet("/{id:guid}/download", DownloadAsync).Needs(Permission.DownloadRecordings);
        group.MapGet("/{id:guid}/peaks", PeaksAsync).Needs(Permission.ListenToRecordings);
    }

    private static async Task<Results<Ok<Page<RecordingAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext context, [AsParameters] RecordingQuery query, RecordingSearch search, Operators operators,
        AuditTrail audit, CancellationToken cancel)
    {
        var size = query.Limit ?? Cursor.LimitDefault;
        if (!Cursor.TryParse(query.After, out var last) || size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        var number = query.Phone is null ? null : PhoneNumber.TryParse(query.Phone)?.E164;
        if (query.Phone is not null && number is null)
        {
            return Problems.Of(context, Problem.BadPhone, query.Phone);
        }

        if (query.Wrong is { } wrong)
        {
            return Problems.Of(context, Problem.BadRecordingFilter, wrong);
        }

        var page = await search.PageAsync(query.FilterOf(last, size, number), query.Wish, cancel);
        foreach (var own in page.Rows.GroupBy(row => row.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, Subject, "list", $"{own.Count()} rows");
        }

        var names = await operators.NamesByExtensionAsync(cancel);
        return TypedResults.Ok(new Page<RecordingAnswer>(
            [.. page.Rows.Select(row => Answer(row, names, page.Tickets))], page.Next?.ToString()));
    }

    private static async Task<Results<Ok<RecordingAnswer>, ProblemHttpResult>> OneAsync(
        HttpContext context, Guid id, RecordingBoard board, CallTickets tickets, Operators operators,
        AuditTrail audit, CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } row)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, row.Organisation, Subject, id.ToString());
        return TypedResults.Ok(Answer(
            row, await operators.NamesByExtensionAsync(cancel), await tickets.OfCallsAsync([row.CallId], cancel)));
    }

    private static Task<Results<RecordingResult, ProblemHttpResult>> GetAsync(
        HttpContext context, Guid id, CallBoard calls, RecordingStore store, AuditTrail audit,
        CancellationToken cancel) => SoundAsync(context, id, calls, store, audit, detail: null, cancel);

    private static async Task<Results<RecordingResult, ProblemHttpResult>> DownloadAsync(
        HttpContext context, Guid id, CallBoard calls, RecordingStore store, AuditTrail audit,
        CancellationToken cancel)
    {
        var result = await SoundAsync(context, id, calls, store, audit, "download", cancel);
        if (result.Result is RecordingResult)
        {
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{id:D}.wav\"";
        }

        return result;
    }

    private static async Task<Results<RecordingResult, ProblemHttpResult>> SoundAsync(
        HttpContext context, Guid id, CallBoard calls, RecordingStore store, AuditTrail audit, string? detail,
        CancellationToken cancel)
    {
        if (await calls.OfRecordingAsync(id, cancel) is not { } call || store.TryOpen(id) is not { } recording)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        // Registered before the first byte: a recording nobody is known to have heard cannot have been heard.
        await audit.WriteAsync(context, AuditAct.Listen, call.Organisation, Subject, id.ToString(), detail);
        return new RecordingResult(store, recording);
    }

    /// <summary>An outline tells when somebody spoke, not what: it is not registered as listening.</summary>
    private static async Task<Results<Ok<RecordingPeaks>, ProblemHttpResult>> PeaksAsync(
        HttpContext context, Guid id, int? points, CallBoard calls, RecordingStore store, CancellationToken cancel)
    {
        var wanted = points ?? PointsDefault;
        return wanted is < 1 or > RecordingPeaks.PointsMax
            ? Problems.Of(context, Problem.BadCursor, RecordingPeaks.PointsMax)
            : await calls.OfRecordingAsync(id, cancel) is not null && store.TryPeaks(id, wanted) is { } peaks
                ? TypedResults.Ok(peaks)
                : Problems.Of(context, Problem.NotFound);
    }

    private static RecordingAnswer Answer(
        RecordingRow row, IReadOnlyDictionary<string, string> names, ILookup<Guid, CallTicket> tickets) => new(
        row.Id, row.CallId, row.Organisation, row.Class, row.Direction, row.Phone, row.Extension,
        row.Extension is { } extension ? names.GetValueOrDefault(extension) : null, row.AccountNumber, row.StartedAt,
        row.EndedAt, row.Outcome, row.PartialReason, row.KeptUntil, row.HoldId,
        [.. tickets[row.CallId].Select(each => new RecordingTicket(each.TicketId, each.Number, each.Rating))]);
}
