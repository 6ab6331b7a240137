using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <param name="ToldBy">Who told the applicant of it, or how; null = nobody yet.</param>
internal sealed record TicketTermRequest(
    [property: JsonRequired] DateTimeOffset PlannedUntil, string? Reason = null, string? ToldBy = null);

internal sealed record PriorityRequest([property: JsonRequired] TicketPriority Priority, string? Why = null);

/// <summary>What changes on a ticket without being a step of its life: its term, its priority.</summary>
internal static class TicketAmendmentsApi
{
    private const int WordsMax = 500;

    public static void MapTicketAmendments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/tickets/{id:guid}").InUnitOfWork();
        group.MapPost("/term", PlanTermAsync).Needs(Permission.WriteTickets);
        group.MapPost("/priority", SetPriorityAsync).Needs(Permission.WriteTickets);
    }

    private static async Task<Results<Ok<TicketDetails>, ProblemHttpResult>> PlanTermAsync(
        HttpContext context, Guid id, TicketTermRequest request, TicketAmendments amendments, TicketBoard board,
        AuditTrail audit, CancellationToken cancel) =>
        request is { Reason.Length: > WordsMax } or { ToldBy.Length: > WordsMax }
            ? Problems.Of(context, Problem.BadRequest, request.Reason is { Length: > WordsMax } ? "reason" : "toldBy")
            : await AnswerAsync(context, id, "term", board, audit, await amendments.PlanTermAsync(
                id, request.PlannedUntil, request.Reason, request.ToldBy, SignedIn.Of(context).Name, cancel), cancel);

    private static async Task<Results<Ok<TicketDetails>, ProblemHttpResult>> SetPriorityAsync(
        HttpContext context, Guid id, PriorityRequest request, TicketAmendments amendments, TicketBoard board,
        AuditTrail audit, CancellationToken cancel) => request is { Why.Length: > WordsMax }
        ? Problems.Of(context, Problem.BadRequest, "why")
        : await AnswerAsync(context, id, "priority", board, audit, await amendments.SetPriorityAsync(
            id, request.Priority, request.Why, SignedIn.Of(context).Name, cancel), cancel);

    private static async Task<Results<Ok<TicketDetails>, ProblemHttpResult>> AnswerAsync(
        HttpContext context, Guid id, string act, TicketBoard board, AuditTrail audit, AmendVerdict verdict,
        CancellationToken cancel)
    {
        if (verdict is not (AmendVerdict.Changed or AmendVerdict.Repeated)
            || await board.GetAsync(id, cancel) is not { } ticket)
        {
            return verdict switch
            {
                AmendVerdict.BadTerm => Problems.Of(context, Problem.BadTerm),
                AmendVerdict.Refused => Problems.Of(context, Problem.Conflict),
                AmendVerdict.Unknown or AmendVerdict.Changed or AmendVerdict.Repeated =>
                    Problems.Of(context, Problem.NotFound),
            };
        }

        if (verdict == AmendVerdict.Changed)
        {
            await audit.WriteAsync(context, AuditAct.Change, ticket.Organisation, "ticket", id.ToString(), act);
        }

        return TypedResults.Ok(ticket);
    }
}
