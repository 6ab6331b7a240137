using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
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
internal sealed record RecordingAnswer(
    Guid Id, Guid CallId, string Organisation, string Class, string Direction, string? Phone, string? Extension,
    string? Person, string? AccountNumber, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Outcome,
    string? PartialReason, DateTimeOffset? KeptUntil, Guid? HoldId);

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
        HttpContext context, string? after, int? limit, DateTimeOffset? from, DateTimeOffset? to, string? phone,
        string? organisation, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "class")] string? ofClass,
        string? extension, bool? held, RecordingBoard board, Operators operators, AuditTrail audit,
        CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (!Cursor.TryParse(after, out var last) || size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        var number = phone is null ? null : PhoneNumber.TryParse(phone)?.E164;
        if (phone is not null && number is null)
        {
            return Problems.Of(context, Problem.BadPhone, phone);
        }

        var rows = await board.ListAsync(
            new RecordingFilter(
                last?.At, last?.Id, size, from, to, number, organisation, ofClass, extension, held), cancel);
        foreach (var own in rows.GroupBy(row => row.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, Subject, "list", $"{own.Count()} rows");
        }

        var names = await operators.NamesByExtensionAsync(cancel);
        var next = rows.Count == size ? new Cursor(rows[^1].StartedAt, rows[^1].Id).ToString() : null;
        return TypedResults.Ok(new Page<RecordingAnswer>([.. rows.Select(row => Answer(row, names))], next));
    }

    private static async Task<Results<Ok<RecordingAnswer>, ProblemHttpResult>> OneAsync(
        HttpContext context, Guid id, RecordingBoard board, Operators operators, AuditTrail audit,
        CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } row)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, row.Organisation, Subject, id.ToString());
        return TypedResults.Ok(Answer(row, await operators.NamesByExtensionAsync(cancel)));
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

    private static RecordingAnswer Answer(RecordingRow row, IReadOnlyDictionary<string, string> names) => new(
        row.Id, row.CallId, row.Organisation, row.Class, row.Direction, row.Phone, row.Extension,
        row.Extension is { } extension ? names.GetValueOrDefault(extension) : null, row.AccountNumber, row.StartedAt,
        row.EndedAt, row.Outcome, row.PartialReason, row.KeptUntil, row.HoldId);
}
