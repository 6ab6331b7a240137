using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Pbx.Recording;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <param name="Note">What was done about it.</param>
internal sealed record ReviewRequest(string? Note);

/// <summary>
/// /api/messages: what callers left whom nobody answered; each has ten minutes, and is done when a person has listened
/// to it and said so.
/// </summary>
internal static class VoicemailApi
{
    public static void MapVoicemail(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/messages").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.HandleMessages);
        group.MapGet("/{id:guid}/recording.wav", PlayAsync).Needs(Permission.HandleMessages);
        group.MapPost("/{id:guid}/review", ReviewAsync).Needs(Permission.HandleMessages);
    }

    private static async Task<Results<Ok<Page<MessageRow>>, ProblemHttpResult>> ListAsync(
        HttpContext context, bool? open, Guid? after, int? limit, MessageBoard board, AuditTrail audit,
        CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        var rows = await board.ListAsync(open ?? true, after, size, cancel);
        foreach (var own in rows.GroupBy(r => r.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "message", "list", $"{own.Count()} rows");
        }

        return TypedResults.Ok(new Page<MessageRow>(rows, rows.Count == size ? rows[^1].Id.ToString() : null));
    }

    /// <summary>Registered before the first byte: who played it, and that somebody did.</summary>
    private static async Task<Results<RecordingResult, ProblemHttpResult>> PlayAsync(
        HttpContext context, Guid id, MessageBoard board, Messages messages, RecordingStore store, AuditTrail audit,
        CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } row || store.TryOpen(row.RecordingId) is not { } recording
            || await messages.HeardAsync(id, SignedIn.Of(context).Name, cancel) is null)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Listen, row.Organisation, "message", id.ToString());
        return new RecordingResult(store, recording);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ReviewAsync(
        HttpContext context, Guid id, ReviewRequest request, MessageBoard board, Messages messages, AuditTrail audit,
        CancellationToken cancel)
    {
        var note = request.Note?.Trim() ?? "";
        if (note.Length > Messages.NoteLengthMax)
        {
            return Problems.Of(context, Problem.BadRequest, "note");
        }

        if (await board.GetAsync(id, cancel) is not { } row)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        switch (await messages.ReviewAsync(id, SignedIn.Of(context).Name, note, cancel))
        {
            case ReviewVerdict.Done:
                await audit.WriteAsync(
                    context, AuditAct.Change, row.Organisation, "message", id.ToString(), "reviewed");
                return TypedResults.NoContent();
            case ReviewVerdict.NotHeard:
                return Problems.Of(context, Problem.MessageNotHeard);
            case ReviewVerdict.AlreadyDone:
                return Problems.Of(context, Problem.TakenBy, row.ReviewedBy ?? "");
            default:
                return Problems.Of(context, Problem.NotFound);
        }
    }
}
