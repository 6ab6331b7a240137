using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx;
using Zhkh.Pbx.Queues;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>Somebody at a phone, and what they are doing.</summary>
/// <param name="Name">Whose phone it is; null when nobody's.</param>
internal sealed record AgentAnswer(
    string Extension, string? Name, AgentState State, DateTimeOffset Since, Guid? CallId, bool IsRegistered,
    PauseReason? PauseReason, string? PauseText, DateTimeOffset? WrapUpUntil)
{
    public static AgentAnswer Of(Agent agent, string? name) => new(
        agent.Extension, name, agent.State, agent.Since, agent.CallId, agent.IsRegistered, agent.PauseReason,
        agent.PauseText, agent.WrapUpUntil);
}

/// <param name="Text">Own words; needed when the reason is none of the list.</param>
internal sealed record PauseRequest([property: JsonRequired] PauseReason Reason, string? Text = null);

/// <summary>/api/presence: one's own phone takes calls, takes none, or has one written up.</summary>
internal static class PresenceApi
{
    private const int TextMax = 100;

    public static void MapPresence(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/presence", Own).Needs(Permission.OwnPresence);
        var group = routes.MapGroup("/api/presence").InUnitOfWork();
        group.MapPost("/pause", PauseAsync).Needs(Permission.OwnPresence);
        group.MapPost("/resume", ResumeAsync).Needs(Permission.OwnPresence);
        group.MapPost("/wrap-up/end", EndWrapUpAsync).Needs(Permission.OwnPresence);
    }

    private static Results<Ok<AgentAnswer>, ProblemHttpResult> Own(HttpContext context, Exchange exchange) =>
        SignedIn.Of(context) is { Extension: { } extension } person
            ? TypedResults.Ok(AgentAnswer.Of(exchange.Queues.Agent(extension), person.Name))
            : Problems.Of(context, Problem.NoExtension);

    private static async Task<Results<Ok<AgentAnswer>, ProblemHttpResult>> PauseAsync(
        HttpContext context, PauseRequest request, Exchange exchange, AuditTrail audit, ChangeSignals screens)
    {
        var text = request.Text?.Trim() ?? "";
        if (text.Length > TextMax || text.Any(char.IsControl)
            || (request.Reason == PauseReason.Other && text.Length == 0))
        {
            return Problems.Of(context, Problem.BadRequest, "text");
        }

        return await ChangeAsync(context, exchange, audit, screens, $"pause {request.Reason}",
            extension => exchange.Queues.Pause(extension, request.Reason, text.Length == 0 ? null : text));
    }

    private static Task<Results<Ok<AgentAnswer>, ProblemHttpResult>> ResumeAsync(
        HttpContext context, Exchange exchange, AuditTrail audit, ChangeSignals screens) =>
        ChangeAsync(context, exchange, audit, screens, "resume", exchange.Queues.Resume);

    private static Task<Results<Ok<AgentAnswer>, ProblemHttpResult>> EndWrapUpAsync(
        HttpContext context, Exchange exchange, AuditTrail audit, ChangeSignals screens) =>
        ChangeAsync(context, exchange, audit, screens, "wrap-up ended", exchange.Queues.EndWrapUp);

    private static async Task<Results<Ok<AgentAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext context, Exchange exchange, AuditTrail audit, ChangeSignals screens, string what,
        Action<string> change)
    {
        var person = SignedIn.Of(context);
        if (person.Extension is not { } extension)
        {
            return Problems.Of(context, Problem.NoExtension);
        }

        change(extension);
        foreach (var organisation in person.Organisations)
        {
            await audit.WriteAsync(context, AuditAct.Change, organisation, "presence", extension, what);
            screens.Changed(organisation, "queues");
        }

        return TypedResults.Ok(AgentAnswer.Of(exchange.Queues.Agent(extension), person.Name));
    }
}
