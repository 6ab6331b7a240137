using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx.Recording;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>How long recordings are kept now, what may be decided, what was decided.</summary>
internal sealed record RetentionAnswer(
    IReadOnlyList<RetentionTerm> Terms, IReadOnlyList<RetentionLimit> Limits, IReadOnlyList<RetentionRule> Rules);

internal sealed record RetentionRequest(
    string? Organisation, string? Class, int Months, string? Source, DateOnly? ValidFrom);

/// <summary>Where recordings lie, and the keys that open them.</summary>
/// <param name="FreeBytes">−1: could not be measured.</param>
/// <param name="Level">fine, low, critical.</param>
/// <param name="Rotating">A change of the key is going on.</param>
/// <param name="RotationLeft">Recordings that still need an old key.</param>
internal sealed record RecordingStorageAnswer(
    long FreeBytes, string Level, string? Fault, int Active, IReadOnlyList<RecordingKeyState> Keys, bool Rotating,
    int RotationLeft);

/// <summary>/api/retention: rules by class and organisation, the disk, the keys.</summary>
internal static class RetentionApi
{
    private const string Subject = "retention";
    private const int SourceMax = 500;

    public static void MapRetention(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/retention").InUnitOfWork();
        group.MapGet("", GetAsync).Needs(Permission.HoldRecordings);
        group.MapPost("/rules", SetAsync).Needs(Permission.SetRetention);
        group.MapGet("/storage", Storage).Needs(Permission.HoldRecordings);
        group.MapPost("/keys", RotateAsync).Needs(Permission.SetRetention);
    }

    private static async Task<Ok<RetentionAnswer>> GetAsync(
        HttpContext context, RetentionRules rules, CancellationToken cancel)
    {
        string Said(string kind, string source) => RetentionSource.Of(context, kind, source);
        var terms = await rules.TermsAsync(cancel);
        var limits = await rules.LimitsAsync(cancel);
        return TypedResults.Ok(new RetentionAnswer(
            [.. terms.Select(term => term with { Source = Said(term.Class, term.Source) })],
            [.. limits.Select(limit => limit with { Source = Said(limit.Class, limit.Source) })],
            await rules.RulesAsync(cancel)));
    }

    private static async Task<Results<Created<RetentionRule>, ProblemHttpResult>> SetAsync(
        HttpContext context, RetentionRequest request, RetentionRules rules, AuditTrail audit, TimeProvider time,
        CancellationToken cancel)
    {
        if (request.Source?.Trim() is not { Length: > 0 and <= SourceMax } source)
        {
            return Problems.AtField(context, Problem.BadRetention, "source", $"1–{SourceMax}", isLength: true);
        }

        if (request.ValidFrom is not { } from)
        {
            return Problems.AtField(context, Problem.BadRetention, "validFrom", "2026-12-31");
        }

        var person = SignedIn.Of(context);
        if (request.Organisation is not { } organisation || !person.Organisations.Contains(organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var rule = new RetentionRule(
            Guid.CreateVersion7(time.GetUtcNow()), organisation, request.Class ?? "", request.Months, source, from,
            time.GetUtcNow(), person.Name);
        switch (await rules.SetAsync(rule, cancel))
        {
            case RetentionVerdict.OutOfBounds { Limit: var limit }:
                return rule.Months < limit.MonthsMin
                    ? Problems.SaidAtField(context, Problem.RetentionTooShort, "months", limit.MonthsMin,
                        RetentionSource.Of(context, limit.Class, limit.Source))
                    : Problems.SaidAtField(context, Problem.RetentionTooLong, "months", limit.MonthsMax,
                        RetentionSource.Of(context, limit.Class, limit.Source));
            case RetentionVerdict.InThePast:
                return Problems.SaidAtField(context, Problem.RetentionInThePast, "validFrom");
            case RetentionVerdict.DayTaken:
                return Problems.SaidAtField(context, Problem.RetentionDayTaken, "validFrom");
            case RetentionVerdict.UnknownClass:
                return Problems.AtField(context, Problem.BadRetention, "class", "ordinary, emergency, debt …");
        }

        await audit.WriteAsync(
            context, AuditAct.Create, organisation, Subject, rule.Id.ToString(),
            $"{rule.Class} {rule.Months} months from {rule.ValidFrom:yyyy-MM-dd}");
        return TypedResults.Created($"/api/retention/rules/{rule.Id}", rule);
    }

    private static Ok<RecordingStorageAnswer> Storage(RecordingStore store)
    {
        var disk = store.Disk;
        return TypedResults.Ok(new RecordingStorageAnswer(
            disk.FreeBytes, disk.Level.ToString().ToLowerInvariant(), disk.Fault, store.Active, store.Keys,
            store.IsRotating, store.RotationLeft));
    }

    /// <summary>From now on recordings are made with a new key; the others follow in the background.</summary>
    private static async Task<Results<Accepted<RecordingStorageAnswer>, ProblemHttpResult>> RotateAsync(
        HttpContext context, RecordingStore store, AuditTrail audit)
    {
        if (store.IsRotating)
        {
            return Problems.Of(context, Problem.KeysAreRotating, store.RotationLeft);
        }

        // Registered first: a change nobody is known to have begun must not have happened.
        foreach (var organisation in SignedIn.Of(context).Organisations)
        {
            await audit.WriteAsync(
                context, AuditAct.Change, organisation, "recordingKey", store.Keys[0].Id, "to be replaced");
        }

        store.BeginRotation();
        return TypedResults.Accepted("/api/retention/storage", Storage(store).Value);
    }
}
