using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Pbx;
using Zhkh.Pbx.Queues;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <param name="IsBuiltIn">Nobody has described it: it works by the product's own settings.</param>
internal sealed record QueueAnswer(string Code, string Organisation, bool IsBuiltIn, QueueRequest Settings);

internal sealed record SkillsRequest(IReadOnlyList<string>? Skills, IReadOnlyList<string>? Languages);

internal sealed record SkillsAnswer(
    string Extension, string Organisation, IReadOnlyList<string> Skills, IReadOnlyList<string> Languages);

internal sealed record QueuesAnswer(IReadOnlyList<QueueAnswer> Queues, IReadOnlyList<SkillsAnswer> Agents);

/// <summary>What the supervisor watches.</summary>
internal sealed record QueuesNow(
    DateTimeOffset ServerNow, IReadOnlyList<QueueView> Queues, IReadOnlyList<AgentAnswer> Agents);

/// <param name="FromSeconds">After the call's arrival.</param>
internal sealed record AutomaticCallbackRequest(bool IsAutomatic, int FromSeconds);

/// <summary>/api/queues: their settings, who can do what, what goes on in them.</summary>
internal static class QueuesApi
{
    public static void MapQueues(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/queues/now", NowAsync).Needs(Permission.WatchQueues);
        var group = routes.MapGroup("/api/queues").InUnitOfWork();
        group.MapGet("", List).Needs(Permission.WatchQueues);
        group.MapPut("/{organisation}/{code}", SaveAsync).Needs(Permission.ManageQueues);
        group.MapDelete("/{organisation}/{code}", DeleteAsync).Needs(Permission.ManageQueues);
        group.MapPut("/{organisation}/agents/{extension}", SkillsAsync).Needs(Permission.ManageQueues);
        var callbacks = routes.MapGroup("/api/callback-settings").InUnitOfWork();
        callbacks.MapGet("", CallbacksAsync).Needs(Permission.WatchQueues);
        callbacks.MapPut("/{organisation}", SetCallbacksAsync).Needs(Permission.ManageQueues);
    }

    private static async Task<Ok<QueuesNow>> NowAsync(
        HttpContext context, Exchange exchange, Operators operators, TimeProvider time, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        var names = await operators.NamesByExtensionAsync(cancel);
        return TypedResults.Ok(new QueuesNow(
            time.GetUtcNow(), [.. person.Organisations.SelectMany(exchange.Queues.Now)],
            [.. exchange.Queues.Agents().Where(a => IsOf(exchange, a.Extension, person))
                .Select(a => AgentAnswer.Of(a, names.GetValueOrDefault(a.Extension)))]));
    }

    private static Ok<QueuesAnswer> List(HttpContext context, Exchange exchange)
    {
        var person = SignedIn.Of(context);
        var settings = exchange.Queues.Settings;
        return TypedResults.Ok(new QueuesAnswer(
            [.. person.Organisations.SelectMany(organisation => exchange.Queues.Of(organisation).Select(queue =>
                new QueueAnswer(
                    queue.Code, organisation, queue.Organisation != organisation, QueueRequest.Of(queue))))],
            [.. settings.Agents.Where(a => person.Organisations.Contains(a.Organisation)).Select(a => new SkillsAnswer(
                a.Extension, a.Organisation, [.. a.Skills.Select(s => s.ToString())],
                [.. a.Languages.Select(QueueNames.Of)]))]));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SaveAsync(
        HttpContext context, string organisation, string code, QueueRequest request, Exchange exchange,
        DbTransaction transaction, TimeProvider time, AuditTrail audit, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (!person.Organisations.Contains(organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var codes = exchange.Queues.Of(organisation).Select(q => q.Code).ToList();
        if (QueueFault.Of(code, request, codes) is { } fault)
        {
            return Problems.AtField(context, Problem.BadQueue, fault.Field, fault.Why, fault.IsLength);
        }

        var queue = request.ToQueue(organisation, code);
        await QueueBook.SaveAsync(transaction, queue, person.Name, time.GetUtcNow(), cancel);
        await audit.WriteAsync(context, AuditAct.Change, organisation, "queue", code);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        HttpContext context, string organisation, string code, DbTransaction transaction, AuditTrail audit,
        CancellationToken cancel)
    {
        if (!SignedIn.Of(context).Organisations.Contains(organisation)
            || !await QueueBook.DeleteAsync(transaction, organisation, code, cancel))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Change, organisation, "queue", code, "removed");
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SkillsAsync(
        HttpContext context, string organisation, string extension, SkillsRequest request, DbTransaction transaction,
        TimeProvider time, AuditTrail audit, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (!person.Organisations.Contains(organisation) || !QueueFault.IsExtension(extension))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var languages = request.Languages ?? [];
        var fault = QueueFault.OfSkills(request.Skills)
            ?? (languages.Any(l => QueueNames.LanguageOf(l) is null) ? new QueueFault("languages", "ru, uk") : null);
        if (fault is not null)
        {
            return Problems.AtField(context, Problem.BadQueue, fault.Field, fault.Why, fault.IsLength);
        }

        var skills = new AgentSkills(
            extension, organisation,
            [.. (request.Skills ?? []).Select(Skill.TryParse).OfType<Skill>()],
            [.. languages.Select(QueueNames.LanguageOf).OfType<Pbx.Calls.Language>().Distinct()]);
        await QueueBook.SaveAsync(transaction, skills, person.Name, time.GetUtcNow(), cancel);
        await audit.WriteAsync(context, AuditAct.Change, organisation, "agentSkills", extension);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<IReadOnlyList<CallbackSettings>>> CallbacksAsync(
        HttpContext context, AutomaticCallbacks callbacks, CancellationToken cancel)
    {
        var settings = new List<CallbackSettings>();
        foreach (var organisation in SignedIn.Of(context).Organisations)
        {
            settings.Add(await callbacks.SettingsAsync(organisation, cancel));
        }

        return TypedResults.Ok<IReadOnlyList<CallbackSettings>>(settings);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetCallbacksAsync(
        HttpContext context, string organisation, AutomaticCallbackRequest request, AutomaticCallbacks callbacks,
        AuditTrail audit, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (!person.Organisations.Contains(organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (request.FromSeconds is < 0 or > CallbackSettings.FromSecondsMax)
        {
            return Problems.AtField(context, Problem.BadQueue, "fromSeconds", $"0–{CallbackSettings.FromSecondsMax}");
        }

        await callbacks.SetAsync(
            new CallbackSettings(organisation, request.IsAutomatic, request.FromSeconds), person.Name, cancel);
        await audit.WriteAsync(context, AuditAct.Change, organisation, "automaticCallback",
            request.IsAutomatic ? "on" : "off", $"from {request.FromSeconds} s");
        return TypedResults.NoContent();
    }

    private static bool IsOf(Exchange exchange, string extension, SignedIn person) =>
        exchange.Peers.Find(extension)?.Organisation is not { Length: > 0 } organisation
        || person.Organisations.Contains(organisation);
}
