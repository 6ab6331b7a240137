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
        group.MapGet("/presets", PresetsAsync).Needs(Permission.ManageTrunks);
        group.MapPut("/{code}", ChangeAsync).Needs(Permission.ManageTrunks);
        group.MapPut("/{code}/state", SwitchAsync).Needs(Permission.ManageTrunks);
        group.MapDelete("/{code}", RemoveAsync).Needs(Permission.ManageTrunks);
        group.MapPost("/{code}/test", TestAsync).Needs(Permission.ManageTrunks);
    }

    private static async Task<Ok<IReadOnlyList<TrunkAnswer>>> ListAsync(
        HttpContext context, Exchange exchange, LineScope scope, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        var live = exchange.TrunkBoard.All().ToDictionary(t => t.Settings.Code, StringComparer.Ordinal);
        var answers = new List<TrunkAnswer>();
        foreach (var line in (await scope.ListAsync(cancel)).OrderBy(r => r.Settings.Priority))
        {
            answers.Add(Answer(
                context, line, live.GetValueOrDefault(line.Settings.Code),
                await scope.MayChangeAsync(person, line.Settings, cancel)));
        }

        return TypedResults.Ok<IReadOnlyList<TrunkAnswer>>(answers);
    }

    /// <summary>For the organisations of the asker, unless they may make lines of all.</summary>
    private static async Task<Ok<IEnumerable<TrunkPresetAnswer>>> PresetsAsync(
        HttpContext context, Everybody everybody, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        var organisations = await everybody.IsServedByAsync(person, cancel) ? [] : person.Organisations;
        return TypedResults.Ok(TrunkPreset.All.Select(p => new TrunkPresetAnswer(
            p with { Organisations = organisations }, TextsFor(context).Check)));
    }

    private static async Task<Results<Created<TrunkAnswer>, ProblemHttpResult>> AddAsync(
        HttpContext context, TrunkRequest request, Exchange exchange, LineScope scope, DatabaseSession session,
        AuditTrail audit, TimeProvider time, CancellationToken cancel)
    {
        if (await FaultAsync(context, request, scope, cancel) is { } fault)
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
        return TypedResults.Created($"/api/trunks/{code}", Answer(context, entry, null, mayChange: true));
    }

    private static async Task<Results<Ok<TrunkAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext context, string code, TrunkRequest request, Exchange exchange, LineScope scope,
        DatabaseSession session, AuditTrail audit, TimeProvider time, CancellationToken cancel)
    {
        if (await scope.FindAsync(code, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (await RefusalAsync(context, scope, known.Settings, cancel) is { } refusal)
        {
            return refusal;
        }

        var wish = request with { Settings = request.Settings with { Code = code } };
        if (await FaultAsync(context, wish, scope, cancel) is { } fault)
        {
            return Problems.AtField(context, Problem.BadTrunk, fault.Field, fault.Why, fault.IsLength);
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
            audit, context, AuditAct.Change, entry.Settings,
            request.Password switch { null => "changed", "" => "password removed", _ => "password set" },
            known.Settings);
        return TypedResults.Ok(Answer(context, entry, null, mayChange: true));
    }

    private static async Task<Results<Ok<TrunkAnswer>, ProblemHttpResult>> SwitchAsync(
        HttpContext context, string code, TrunkSwitch wish, LineScope scope, DatabaseSession session,
        AuditTrail audit, TimeProvider time, CancellationToken cancel)
    {
        if (await scope.FindAsync(code, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (await RefusalAsync(context, scope, known.Settings, cancel) is { } refusal)
        {
            return refusal;
        }

        var entry = known with { Settings = known.Settings with { IsOn = wish.IsOn } };
        await TrunkBook.ChangeAsync(session.Transaction, entry, time.GetUtcNow(), cancel);
        await WriteAsync(audit, context, AuditAct.Change, entry.Settings, wish.IsOn ? "on" : "off");
        return TypedResults.Ok(Answer(context, entry, null, mayChange: true));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        HttpContext context, string code, LineScope scope, DatabaseSession session, AuditTrail audit,
        CancellationToken cancel)
    {
        if (await scope.FindAsync(code, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (await RefusalAsync(context, scope, known.Settings, cancel) is { } refusal)
        {
            return refusal;
        }

        await TrunkBook.RemoveAsync(session.Transaction, code, cancel);
        await WriteAsync(audit, context, AuditAct.Change, known.Settings, "removed");
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<TrunkTestAnswer>, ProblemHttpResult>> TestAsync(
        HttpContext context, string code, [FromBody] TrunkTestRequest? request, Exchange exchange, PbxOptions options,
        LineScope scope, DatabaseSession session, AuditTrail audit, TimeProvider time, ILoggerFactory logs,
        CancellationToken cancel)
    {
        if (await scope.FindAsync(code, cancel) is not { } known)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (await RefusalAsync(context, scope, known.Settings, cancel) is { } refusal)
        {
            return refusal;
        }

        // A trial call is a call out like any other: the dial plan allows it, and it is counted there.
        var person = SignedIn.Of(context);
        var verdict = request?.Number is { Length: > 0 } written
            ? exchange.DialPlan.Judge(
                LineScope.AuditedAt(person, known.Settings).FirstOrDefault() ?? "", person.Login, written) : null;
        if (verdict is DialVerdict.Denied)
        {
            return Problems.Of(context, Problem.NumberNotAllowed);
        }

        using var lease = (verdict as DialVerdict.Granted)?.Lease;
        var withEcho = request is { Echo: true } && known.Settings.EchoNumber.Length > 0;
        await WriteAsync(audit, context, AuditAct.Change, known.Settings, TestedHow(lease is not null, withEcho));
        // It is written down before anything goes out, whether or not the asker waits for the answer.
        await session.FinishAsync(cancel);
        var password = known.Secret.Length == 0 ? null : exchange.TrunkBoard.Secrets.Open(code, known.Secret);
        var report = known.Secret.Length > 0 && password is null
            ? new TrunkProbeReport(false, 0, null, [], [TrunkFinding.SecretForeign])
            : await new TrunkProbe(options.Resolver, options.LoopbackOnly, options.Media, time, logs)
                .RunAsync(known.Settings, password, lease?.Number, withEcho, cancel);
        return TypedResults.Ok(Answer(context, report, options, exchange.TrunkBoard.All().FirstOrDefault(
            t => t.Settings.Code == code)));
    }

    private static string TestedHow(bool withCall, bool withEcho) => (withCall, withEcho) switch
    {
        (true, true) => "tested with a call and an echo call",
        (true, false) => "tested with a call",
        (false, true) => "tested with an echo call",
        _ => "tested",
    };

    private static TrunkTestAnswer Answer(
        HttpContext context, TrunkProbeReport report, PbxOptions options, TrunkStatus? status)
    {
        var findings = status is { State.Condition: TrunkCondition.Registered, LastCallAt: null } && report.IsWell
            ? report.Findings.Append(TrunkFinding.NoCallsYet) : report.Findings;
        var texts = TextsFor(context);
        return new TrunkTestAnswer(
            report.IsWell, report.Status, report.SeenAs, report.Ladder,
            [.. findings.Select(f => new TrunkFindingAnswer(f, texts.Get(f, PortsOf(options))))]);
    }

    /// <summary>Null when the person may change the line.</summary>
    private static async Task<ProblemHttpResult?> RefusalAsync(
        HttpContext context, LineScope scope, TrunkSettings line, CancellationToken cancel) =>
        await scope.MayChangeAsync(SignedIn.Of(context), line, cancel) ? null
        : line.Organisations.Count == 0 ? Problems.Of(context, Problem.SharedTrunk, line.Code)
        : Problems.Of(context, Problem.NotFound);

    private static async Task<TrunkFault?> FaultAsync(
        HttpContext context, TrunkRequest request, LineScope scope, CancellationToken cancel) =>
        request.Password is { Length: > TrunkFault.PasswordMax } || request.Password?.Any(char.IsControl) == true
            ? new TrunkFault("password", $"0–{TrunkFault.PasswordMax}", IsLength: true)
        : await scope.MayChangeAsync(SignedIn.Of(context), request.Settings, cancel)
            ? TrunkFault.Of(request.Settings)
        : new TrunkFault("organisations", string.Join(", ", SignedIn.Of(context).Organisations));

    private static string PortsOf(PbxOptions options) => $"{options.Media.FirstPort}–{options.Media.LastPort}";

    private static LineTexts TextsFor(HttpContext context) => LineTexts.In(ApiTexts.LanguageOf(context.Request));

    private static TrunkAnswer Answer(HttpContext context, TrunkEntry entry, TrunkStatus? live, bool mayChange)
    {
        var (state, texts) = (live?.State, TextsFor(context));
        var shown = mayChange ? entry.Settings : WithoutAccount(entry.Settings);
        return new TrunkAnswer(shown, mayChange && entry.Secret.Length > 0, new TrunkStateAnswer(
            !entry.Settings.IsOn ? TrunkCondition.Off : state?.Condition ?? TrunkCondition.Starting, state?.Since,
            state?.Status ?? 0, state?.Hint ?? TrunkHint.None,
            AdviceOf(entry.Settings, state, texts),
            mayChange ? state?.Server : null, mayChange ? state?.SeenAs : null, state?.NextTryAt,
            live?.InUse ?? 0, live?.LastCallAt, live?.IsUsable ?? false, state?.IsFlapping ?? false), mayChange);
    }

    private static TrunkSettings WithoutAccount(TrunkSettings line) => line with
    {
        User = "", AuthUser = "", OutboundProxy = "", Peers = "", ExternalAddress = "", TlsAuthority = "",
        EchoNumber = "",
    };

    private static string? AdviceOf(TrunkSettings trunk, TrunkState? state, LineTexts texts) => state switch
    {
        _ when !trunk.IsOn => null,
        { IsFlapping: true } => texts.Get(TrunkFinding.Flaps, ""),
        { Condition: TrunkCondition.Failing, Hint: not TrunkHint.None } =>
            texts.Get(Enum.Parse<TrunkFinding>(state.Hint.ToString()), ""),
        _ => null,
    };

    /// <summary>Each organisation's own trail says what was done to its line.</summary>
    /// <param name="before">What the line was, when it is another now.</param>
    private static async Task WriteAsync(
        AuditTrail audit, HttpContext context, AuditAct act, TrunkSettings trunk, string detail,
        TrunkSettings? before = null)
    {
        var person = SignedIn.Of(context);
        foreach (var organisation in LineScope.AuditedAt(person, trunk)
            .Union(before is null ? [] : LineScope.AuditedAt(person, before)))
        {
            await audit.WriteAsync(context, act, organisation, Subject, trunk.Code, detail);
        }
    }
}
