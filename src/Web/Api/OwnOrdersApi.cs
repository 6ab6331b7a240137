using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>/api/orders: what the crew of the signed-in person has in hand; nobody else's orders exist here.</summary>
internal static class OwnOrdersApi
{
    public static void MapOwnOrders(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/orders").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.OwnOrders);
        group.MapPost("/{id:guid}/moves", MoveAsync).Needs(Permission.OwnOrders);
    }

    private static async Task<Ok<IReadOnlyList<CrewOrderRow>>> ListAsync(
        HttpContext context, AssignmentBoard board, AuditTrail audit, CancellationToken cancel)
    {
        var rows = await board.OfLoginAsync(SignedIn.Of(context).Login, cancel);
        foreach (var own in rows.GroupBy(r => r.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "order", "list", $"{own.Count()} rows");
        }

        return TypedResults.Ok(rows);
    }

    private static async Task<Results<Ok<CrewActAnswer>, ProblemHttpResult>> MoveAsync(
        HttpContext context, Guid id, CrewMoveRequest request, AssignmentBoard board, CrewActs acts, AuditTrail audit,
        CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        if (request.Wrong() is { } field)
        {
            return Problems.Of(context, Problem.BadRequest, field);
        }

        if (!await board.IsOfLoginAsync(id, person.Login, cancel)
            || await board.ForCrewAsync(id, cancel) is not { } order)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var answer = await acts.TakeAsync(request.ToAct(id, StepChannel.Person, person.Name), cancel);
        if (answer.Verdict is CrewActVerdict.Refused or CrewActVerdict.Unknown)
        {
            return Problems.Of(context, Problem.Conflict);
        }

        await audit.WriteAsync(
            context, AuditAct.Change, order.Organisation, "order", id.ToString(), request.Move.ToString());
        return TypedResults.Ok(answer);
    }
}
