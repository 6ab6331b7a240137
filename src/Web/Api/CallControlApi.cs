using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Trunks;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Hosting;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <param name="To">An extension, a line's code, or a number in any spelling; null completes what was begun.</param>
internal sealed record PassOnRequest(string? To);

/// <param name="Party">An extension or a number that is in the call.</param>
internal sealed record PartyRequest(string? Party);

/// <summary>A wish was fulfilled, or was true already; refusals are problems: 409 a conflict, 410 gone.</summary>
internal sealed record ControlResult(string Result)
{
    public static ControlResult Ok { get; } = new("ok");
}

/// <summary>Whom a call may be passed to.</summary>
/// <param name="AnswersItself">Whether the asker's own telephone answers by itself what they ask for.</param>
/// <param name="LineNumber">What any telephone calls to be the asker's permanent line.</param>
/// <param name="HasLinePin">Whether there is a code for that.</param>
internal sealed record CallTargets(
    IReadOnlyList<PhoneTarget> Phones, IReadOnlyList<string> Lines, bool AnswersItself, string? LineNumber,
    bool HasLinePin);

internal sealed record PhoneTarget(string Extension, string? Name, bool IsFree);

internal sealed record AutoAnswerRequest(bool On);

/// <summary>
/// POST /api/calls/{id}/…: hold, pass on, ask, bring together, pick up; and what supervisors may. Every command may be
/// repeated: one that is true already is done.
/// </summary>
internal static class CallControlApi
{
    private const int TextMax = 64;

    public static void MapCallControl(this IEndpointRouteBuilder routes)
    {
        var calls = routes.MapGroup("/api/calls").InUnitOfWork();
        calls.MapGet("/targets", TargetsAsync).Needs(Permission.HandleCalls);
        Map(calls, "hold", (control, id, by) => control.Hold(id, by));
        Map(calls, "resume", (control, id, by) => control.Resume(id, by));
        Map(calls, "mute", (control, id, by) => control.Mute(id, by, isMuted: true));
        Map(calls, "unmute", (control, id, by) => control.Mute(id, by, isMuted: false));
        Map(calls, "pickup", (control, id, by) => control.PickUp(id, by));
        calls.MapPost("/{id:guid}/transfer", (HttpContext context, Guid id, PassOnRequest request, ControlDesk desk) =>
            desk.DoAsync(context, id, "transfer", request.To, AuditAct.Change, (control, by) =>
                Text(request.To) is { } to ? control.Transfer(id, by, to) : control.Complete(id, by)))
            .Needs(Permission.HandleCalls);
        calls.MapPost("/{id:guid}/consult", (HttpContext context, Guid id, PassOnRequest request, ControlDesk desk) =>
            desk.DoAsync(context, id, "consult", request.To, AuditAct.Change, (control, by) =>
                control.Consult(id, by, Text(request.To) ?? ""))).Needs(Permission.HandleCalls);
        calls.MapPost("/{id:guid}/join", (HttpContext context, Guid id, PassOnRequest request, ControlDesk desk) =>
            desk.DoAsync(context, id, "join", request.To, AuditAct.Change, (control, by) =>
                Text(request.To) is { } to ? control.Add(id, by, to) : control.Join(id, by)))
            .Needs(Permission.HandleCalls);
        calls.MapPost("/{id:guid}/drop", (HttpContext context, Guid id, PartyRequest request, ControlDesk desk) =>
            desk.DoAsync(context, id, "drop", request.Party, AuditAct.Change, (control, by) =>
                control.Drop(id, by, Text(request.Party) ?? by))).Needs(Permission.HandleCalls);
        foreach (var (name, mode) in new[]
        {
            ("listen", SupervisorMode.Listen), ("whisper", SupervisorMode.Whisper), ("barge", SupervisorMode.Barge),
        })
        {
            calls.MapPost($"/{{id:guid}}/{name}", (HttpContext context, Guid id, ControlDesk desk) =>
                desk.DoAsync(
                    context, id, name, null, AuditAct.Listen, (control, by) => control.Supervise(id, by, mode)))
                .Needs(Permission.SuperviseCalls);
        }

        var session = routes.MapGroup("/api/session").InUnitOfWork();
        session.MapPut("/auto-answer", SetAutoAnswerAsync).Needs(Permission.HandleCalls);
    }

    private static void Map(
        RouteGroupBuilder calls, string name, Func<CallControl, Guid, string, ControlAnswer> act) =>
        calls.MapPost($"/{{id:guid}}/{name}", (HttpContext context, Guid id, ControlDesk desk) =>
            desk.DoAsync(context, id, name, null, AuditAct.Change, (control, by) => act(control, id, by)))
            .Needs(Permission.HandleCalls);

    private static string? Text(string? typed) =>
        string.IsNullOrWhiteSpace(typed) || typed.Length > TextMax ? null : typed.Trim();

    private static async Task<Ok<CallTargets>> TargetsAsync(
        HttpContext context, Exchange exchange, Operators operators, CancellationToken cancel)
    {
        var names = await operators.NamesByExtensionAsync(cancel);
        var own = SignedIn.Of(context).Extension;
        var board = exchange.Switchboard;
        return TypedResults.Ok(new CallTargets(
            [
                .. board.RegisteredPhones.Where(extension => extension != own).Order(StringComparer.Ordinal)
                    .Select(extension => new PhoneTarget(
                        extension, names.GetValueOrDefault(extension), board.CallOf(extension) is null)),
            ],
            exchange.Control.Lines,
            own is not null && exchange.Peers.Find(own) is { AnswersItself: true },
            own is null ? null : exchange.Control.LineNumber + own,
            own is not null && exchange.Peers.Find(own) is { LinePin: not null }));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetAutoAnswerAsync(
        HttpContext context, AutoAnswerRequest request, PhoneBook phones, CancellationToken cancel) =>
        SignedIn.Of(context).Extension is { } extension
            && await phones.SetAnswersItselfAsync(extension, request.On, cancel)
                ? TypedResults.NoContent()
                : Problems.Of(context, Problem.NoExtension);
}
