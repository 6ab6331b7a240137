using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Trunks;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Lines;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>/api/trunks: lines of operators. A running exchange takes a change over within seconds.</summary>
internal static class TrunksApi
{
    private const string Subject = "trunk";

    public static void MapTrunks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/trunks").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadTrunks);
        group.MapPost("", AddAsync).Needs(Permission.ManageTrunks);
        group.MapGet("/presets", (HttpContext context) => TypedResults.Ok(
            TrunkPreset.All.Select(p => new TrunkPresetAnswer(p, TextsFor(context).Check))))
            .Needs(Permission.ManageTrunks);
        group.MapPut("/{code}", ChangeAsync).Needs(Permission.ManageTrunks);
        group.MapPut("/{code}/state", SwitchAsync).Needs(Permission.ManageTrunks);
        group.MapDelete("/{code}", RemoveAsync).Needs(Permission.ManageTrunks);
        group.MapPost("/{code}/test", TestAsync).Needs(Permission.ManageTrunks);
    }

    private static async Task<Ok<IReadOnlyList<TrunkAnswer>>> ListAsync(
        HttpContext context, Exchange exchange, Database database, CancellationToken cancel)
    {
        var rows = await TrunkBook.AllAsync(database.Jobs, _ => { }, cancel);
        var live = exchange.TrunkBoard.All().ToDictionary(t => t.Settings.Code, StringComparer.Ordinal);
        return TypedResults.Ok<IReadOnlyList<TrunkAnswer>>(
        [
            .. rows.OrderBy(r => r.Settings.Priority).ThenBy(r => r.Settings.Code, StringComparer.Ordinal)
                .Select(r => Answer(context, r, live.GetValueOrDefault(r.Settings.Code))),
        ]);
    }

    private static async Task<Results<Created<TrunkAnswer>, ProblemHttpResult>> AddAsync(
        HttpContext context, TrunkRequest request, Exchange exchange, DatabaseSession session, AuditTrail audit,
        TimeProvider time, CancellationToken cancel)
    {
        if (Fault(context, request) is { } fault)
        {
            return Problems.AtField(context, Problem.BadTrunk, fault.Field, fault.Why, fault.IsLength);
        }

        var code = request.Settings.Code;
        var entry = new TrunkEntry(
            request.Settings, request.Password is { Length: > 0 } password
                ? exchange.TrunkBoard.Secrets.Seal(code, password) : "");
        if (!await TrunkBook.AddAsync(session.Transaction, entry, time.GetUtcNow(), cancel))
        {
            return Problems.SaidAtField(context, Problem.TrunkTaken, "code", code);
        }

        await WriteAsync(audit, context, AuditAct.Create, entry.Settings, "added");
        return TypedResults.Created($"/api/trunks/{code}", Answer(context, entry, null));
    }

    private static async Task<Results<Ok<TrunkAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext context, string code, TrunkRequest request, Exchange exchange, DatabaseSession session,
        AuditTrail audit, TimeProvider time, CancellationToken cancel)
    {
        var wish = request with { Settings = request.Settings with { Code = code } };
        if (Fault(context, wish) is { } fault)
        {
            return Problems.AtField(context, Problem.BadTrunk, fault.Field, fault.Why, fault.IsLength);
        }

        if (await TrunkBook.FindAsync(session.Transaction, code, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var secret = request.Password switch
        {
            null => known.Secret,
            "" => "",
            var password => exchange.TrunkBoard.Secrets.Seal(code, password),
        };
        var entry = new TrunkEntry(wish.Settings, secret);
        await TrunkBook.ChangeAsync(session.Transaction, entry, time.GetUtcNow(), cancel);
        await WriteAsync(
            audit, context, AuditAct.Change, entry.Settings, request.Password is null ? "changed" : "password set");
        return TypedResults.Ok(Answer(context, entry, null));
    }

    private static async Task<Results<Ok<TrunkAnswer>, ProblemHttpResult>> SwitchAsync(
        HttpContext context, string code, TrunkSwitch wish, DatabaseSession session, AuditTrail audit,
        TimeProvider time, CancellationToken cancel)
    {
        if (await TrunkBook.FindAsync(session.Transaction, code, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var entry = known with { Settings = known.Settings with { IsOn = wish.IsOn } };
        await TrunkBook.ChangeAsync(session.Transaction, entry, time.GetUtcNow(), cancel);
        await WriteAsync(audit, context, AuditAct.Change, entry.Settings, wish.IsOn ? "on" : "off");
        return TypedResults.Ok(Answer(context, entry, null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        HttpContext context, string code, DatabaseSession session, AuditTrail audit, CancellationToken cancel)
    {
        if (await TrunkBook.FindAsync(session.Transaction, code, cancel) is not { } known
            || !await TrunkBook.RemoveAsync(session.Transaction, code, cancel))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await WriteAsync(audit, context, AuditAct.Change, known.Settings, "removed");
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<TrunkTestAnswer>, ProblemHttpResult>> TestAsync(
        HttpContext context, string code, [FromBody] TrunkTestRequest? request, Exchange exchange, PbxOptions options,
        DatabaseSession session, AuditTrail audit, TimeProvider time, ILoggerFactory logs, CancellationToken cancel)
    {
        // A trial call is a call out like any other: the dial plan allows it, and it is counted there.
        var person = SignedIn.Of(context);
        var verdict = request?.Number is { Length: > 0 } written
            ? exchange.DialPlan.Judge(person.Organisations.FirstOrDefault() ?? "", person.Login, written) : null;
        if (verdict is DialVerdict.Denied)
        {
            return Problems.Of(context, Problem.NumberNotAllowed);
        }

        using var lease = (verdict as DialVerdict.Granted)?.Lease;
        if (await TrunkBook.FindAsync(session.Transaction, code, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await WriteAsync(
            audit, context, AuditAct.Change, known.Settings, lease is null ? "tested" : "tested with a call");
        var password = known.Secret.Length == 0 ? null : exchange.TrunkBoard.Secrets.Open(code, known.Secret);
        var report = known.Secret.Length > 0 && password is null
            ? new TrunkProbeReport(false, 0, null, [], [TrunkFinding.SecretForeign])
            : await new TrunkProbe(options.Resolver, options.LoopbackOnly, options.Media, time, logs)
                .RunAsync(known.Settings, password, lease?.Number, request?.Echo ?? false, cancel);
        var status = exchange.TrunkBoard.All().FirstOrDefault(t => t.Settings.Code == code);
        var findings = status is { State.Condition: TrunkCondition.Registered, LastCallAt: null } && report.IsWell
            ? report.Findings.Append(TrunkFinding.NoCallsYet) : report.Findings;
        var texts = TextsFor(context);
        return TypedResults.Ok(new TrunkTestAnswer(
            report.IsWell, report.Status, report.SeenAs, report.Ladder,
            [.. findings.Select(f => new TrunkFindingAnswer(f, texts.Get(f, PortsOf(options))))]));
    }

    private static TrunkFault? Fault(HttpContext context, TrunkRequest request) =>
        request.Password is { Length: > TrunkFault.PasswordMax } || request.Password?.Any(char.IsControl) == true
            ? new TrunkFault("password", $"0–{TrunkFault.PasswordMax}", IsLength: true)
        : request.Settings.Organisations.FirstOrDefault(o => !SignedIn.Of(context).Organisations.Contains(o)) is { } o
            ? new TrunkFault("organisations", o)
        : TrunkFault.Of(request.Settings);

    private static string PortsOf(PbxOptions options) => $"{options.Media.FirstPort}–{options.Media.LastPort}";

    private static LineTexts TextsFor(HttpContext context) => LineTexts.In(ApiTexts.LanguageOf(context.Request));

    private static TrunkAnswer Answer(HttpContext context, TrunkEntry entry, TrunkStatus? live)
    {
        var (state, texts) = (live?.State, TextsFor(context));
        return new TrunkAnswer(entry.Settings, entry.Secret.Length > 0, new TrunkStateAnswer(
            !entry.Settings.IsOn ? TrunkCondition.Off : state?.Condition ?? TrunkCondition.Starting, state?.Since,
            state?.Status ?? 0, state?.Hint ?? TrunkHint.None,
            AdviceOf(entry.Settings, state, texts),
            state?.Server, state?.SeenAs, state?.NextTryAt, live?.InUse ?? 0, live?.LastCallAt,
            live?.IsUsable ?? false, state?.IsFlapping ?? false));
    }

    private static string? AdviceOf(TrunkSettings trunk, TrunkState? state, LineTexts texts) => state switch
    {
        _ when !trunk.IsOn => null,
        { IsFlapping: true } => texts.Get(TrunkFinding.Flaps, ""),
        { Condition: TrunkCondition.Failing, Hint: not TrunkHint.None } =>
            texts.Get(Enum.Parse<TrunkFinding>(state.Hint.ToString()), ""),
        _ => null,
    };

    private static Task WriteAsync(
        AuditTrail audit, HttpContext context, AuditAct act, TrunkSettings trunk, string detail)
    {
        var own = SignedIn.Of(context).Organisations;
        var organisation = trunk.Organisations.FirstOrDefault(own.Contains) ?? own.FirstOrDefault() ?? "";
        return audit.WriteAsync(context, act, organisation, Subject, trunk.Code, detail);
    }
}
