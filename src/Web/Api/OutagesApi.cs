using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;
using Zhkh.Web.Voice;

namespace Zhkh.Web.Api;

/// <summary>What is switched off where.</summary>
/// <param name="StartsAt">Null = now.</param>
/// <param name="PlannedUntil">Null = being clarified.</param>
internal sealed record OutageRequest(
    [property: JsonRequired] string Organisation, [property: JsonRequired] OutageKind Kind,
    [property: JsonRequired] IReadOnlyList<Utility> Services, [property: JsonRequired] IReadOnlyList<Guid> HouseIds,
    DateTimeOffset? StartsAt = null, DateTimeOffset? PlannedUntil = null, OutageCause Cause = OutageCause.Unknown,
    Guid? TicketId = null, bool NotifyMunicipality = false);

internal sealed record OutageTermRequest(DateTimeOffset? PlannedUntil, string Reason);

internal sealed record OutageCloseRequest(DateTimeOffset? At = null);

internal sealed record OutageReopenRequest(string Reason);

/// <summary>/api/outages: the list, a new one, its term, its end, and what callers will hear.</summary>
internal static class OutagesApi
{
    private const int ReasonLengthMax = 500;

    public static void MapOutages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/outages").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadOutages);
        group.MapGet("/{id:guid}", GetAsync).Needs(Permission.ReadOutages);
        group.MapGet("/{id:guid}/sample.wav", SampleAsync).Needs(Permission.ReadOutages);
        group.MapPost("", DeclareAsync).Needs(Permission.DeclareOutages);
        group.MapPost("/{id:guid}/term", MoveTermAsync).Needs(Permission.DeclareOutages);
        group.MapPost("/{id:guid}/close", CloseAsync).Needs(Permission.DeclareOutages);
        group.MapPost("/{id:guid}/reopen", ReopenAsync).Needs(Permission.DeclareOutages);
    }

    private static async Task<Results<Ok<Page<OutageView>>, ProblemHttpResult>> ListAsync(
        HttpContext context, Named<OutageState>? state, string? organisation, Guid? after, int? limit,
        OutageBoard board, OutageVoice voice, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        var rows = await board.ListAsync(state?.Value, organisation, after, size, cancel);
        return TypedResults.Ok(new Page<OutageView>(
            [.. rows.Select(o => OutageView.Of(o, voice, []))], rows.Count == size ? rows[^1].Id.ToString() : null));
    }

    private static async Task<Results<Ok<OutageView>, ProblemHttpResult>> GetAsync(
        HttpContext context, Guid id, OutageBoard board, LetterBoard letters, OutageVoice voice,
        CancellationToken cancel) => await board.GetAsync(id, cancel) is { } outage
        ? TypedResults.Ok(OutageView.Of(outage, voice, await letters.OfSubjectAsync(id, cancel)))
        : Problems.Of(context, Problem.NotFound);

    /// <summary>▶: the sound a caller of these houses hears, made of the very prompts.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SampleAsync(
        HttpContext context, Guid id, string? language, OutageBoard board, OutageVoice voice,
        CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } o)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var spoken = language ?? voice.LanguageOf(o.Organisation);
        if (!OutageVoice.Languages.Contains(spoken))
        {
            return Problems.Of(context, Problem.BadRequest, "language");
        }

        var onPhone = OutageVoice.OnPhone(o.Id, o.Services, o.StartsAt, o.PlannedUntil, o.Cause);
        return voice.Wave(spoken, o.Organisation, onPhone) is { } wave
            ? TypedResults.File(wave, "audio/wav", $"outage-{o.Number}-{spoken}.wav")
            : Problems.Of(context, Problem.NotFound);
    }

    private static async Task<Results<Created<OutageView>, ProblemHttpResult>> DeclareAsync(
        HttpContext context, OutageRequest request, Houses houses, Outages outages, OutageVoice voice,
        AuditTrail audit, TimeProvider time, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (!person.Organisations.Contains(request.Organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (request.HouseIds is not { Count: > 0 and <= OutageDeclaration.HousesMax } || request.Services is null)
        {
            return Problems.Of(context, Problem.BadScope, OutageDeclaration.HousesMax);
        }

        var found = (await houses.ByIdsAsync(request.HouseIds, cancel))
            .Where(h => h.Organisation == request.Organisation).ToDictionary(h => h.Id);
        if (request.HouseIds.Any(id => !found.ContainsKey(id)))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var key = IdempotencyKey.Of(context.Request);
        // Without a start the moment of the first click counts, also for the second: it must stay the same outage.
        var answer = await outages.DeclareAsync(new OutageDeclaration(
            request.Organisation, request.Kind, request.Services,
            [.. request.HouseIds.Select(id => new OutageHouse(id, found[id].Address))],
            request.StartsAt ?? await outages.StartOfAsync(request.Organisation, key, cancel) ?? time.GetUtcNow(),
            request.PlannedUntil, request.Cause, request.TicketId, request.NotifyMunicipality, person.Name, key),
            cancel);
        if (answer is not { Outage: { } outage, Verdict: OutageVerdict.Done or OutageVerdict.Repeated })
        {
            return Refusal(context, answer.Verdict);
        }

        if (answer.Verdict == OutageVerdict.Done)
        {
            await audit.WriteAsync(context, AuditAct.Create, outage.Organisation, "outage", outage.Id.ToString());
        }

        return TypedResults.Created($"/api/outages/{outage.Id}", OutageView.Of(outage, voice, []));
    }

    private static Task<Results<Ok<OutageView>, ProblemHttpResult>> MoveTermAsync(
        HttpContext context, Guid id, OutageTermRequest request, Outages outages, LetterBoard letters,
        OutageVoice voice, AuditTrail audit, CancellationToken cancel) => IsBad(request.Reason)
        ? BadReason(context)
        : AnswerAsync(context, "term", letters, voice, audit, cancel, outages.MoveTermAsync(
            id, request.PlannedUntil, request.Reason, SignedIn.Of(context).Name, cancel));

    private static Task<Results<Ok<OutageView>, ProblemHttpResult>> CloseAsync(
        HttpContext context, Guid id, OutageCloseRequest? request, Outages outages, LetterBoard letters,
        OutageVoice voice, AuditTrail audit, CancellationToken cancel) =>
        AnswerAsync(context, "close", letters, voice, audit, cancel, outages.CloseAsync(
            id, request?.At, SignedIn.Of(context).Name, cancel));

    private static Task<Results<Ok<OutageView>, ProblemHttpResult>> ReopenAsync(
        HttpContext context, Guid id, OutageReopenRequest request, Outages outages, LetterBoard letters,
        OutageVoice voice, AuditTrail audit, CancellationToken cancel) => IsBad(request.Reason)
        ? BadReason(context)
        : AnswerAsync(context, "reopen", letters, voice, audit, cancel, outages.ReopenAsync(
            id, request.Reason, SignedIn.Of(context).Name, cancel));

    private static async Task<Results<Ok<OutageView>, ProblemHttpResult>> AnswerAsync(
        HttpContext context, string act, LetterBoard letters, OutageVoice voice, AuditTrail audit,
        CancellationToken cancel, Task<OutageAnswer> acting)
    {
        var answer = await acting;
        if (answer is not { Outage: { } outage, Verdict: OutageVerdict.Done or OutageVerdict.Repeated })
        {
            return Refusal(context, answer.Verdict);
        }

        if (answer.Verdict == OutageVerdict.Done)
        {
            await audit.WriteAsync(
                context, AuditAct.Change, outage.Organisation, "outage", outage.Id.ToString(), act);
        }

        return TypedResults.Ok(
            OutageView.Of(outage, voice, await letters.OfSubjectAsync(outage.Id, cancel)));
    }

    private static bool IsBad(string? reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonLengthMax;

    private static Task<Results<Ok<OutageView>, ProblemHttpResult>> BadReason(HttpContext context) =>
        Task.FromResult<Results<Ok<OutageView>, ProblemHttpResult>>(
            Problems.Of(context, Problem.BadRequest, "reason"));

    private static ProblemHttpResult Refusal(HttpContext context, OutageVerdict verdict) => verdict switch
    {
        OutageVerdict.BadScope => Problems.Of(context, Problem.BadScope, OutageDeclaration.HousesMax),
        OutageVerdict.BadTerm => Problems.Of(context, Problem.BadTerm),
        OutageVerdict.KeyReused => Problems.Of(context, Problem.KeyReused),
        OutageVerdict.Unknown or OutageVerdict.UnknownTicket => Problems.Of(context, Problem.NotFound),
        OutageVerdict.Done or OutageVerdict.Repeated or OutageVerdict.Refused =>
            Problems.Of(context, Problem.Conflict),
    };
}
