using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>/api/attention: silent crews, refusals, low marks — until somebody has looked.</summary>
internal static class AttentionApi
{
    public static void MapAttention(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/attention").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.HandleAttention);
        group.MapPost("/{id:guid}/seen", SeenAsync).Needs(Permission.HandleAttention);
    }

    private static async Task<Ok<IReadOnlyList<AttentionRow>>> ListAsync(
        HttpContext context, string? organisation, Attention attention, AuditTrail audit, CancellationToken cancel)
    {
        var rows = await attention.OpenAsync(organisation, cancel);
        foreach (var own in rows.GroupBy(r => r.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "attention", "list", $"{own.Count()} rows");
        }

        return TypedResults.Ok(rows);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SeenAsync(
        HttpContext context, Guid id, Attention attention, AuditTrail audit, CancellationToken cancel)
    {
        if (await attention.SeenAsync(id, SignedIn.Of(context).Name, cancel) is not { } organisation)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Change, organisation, "attention", id.ToString(), "seen");
        return TypedResults.NoContent();
    }
}
