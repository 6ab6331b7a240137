using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Outward;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>/api/outward: what left the house or is about to, and sending again what failed.</summary>
internal static class OutwardApi
{
    private static readonly string[] States = ["queued", "sending", "sent", "delivered", "failed", "dead"];

    public static void MapOutward(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/outward").InUnitOfWork();
        group.MapGet("", ListAsync).Needs(Permission.ReadOutward);
        group.MapPost("/{id:guid}/retry", RetryAsync).Needs(Permission.RetryOutward);
    }

    private static async Task<Results<Ok<Page<OutwardRow>>, ProblemHttpResult>> ListAsync(
        HttpContext context, Guid? after, int? limit, string? organisation, string? state, string? subject,
        OutwardBoard board, AuditTrail audit, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        if (state is not null && !States.Contains(state, StringComparer.Ordinal))
        {
            return Problems.Of(context, Problem.BadRequest, $"state: {string.Join(", ", States)}");
        }

        var rows = await board.ListAsync(after, size, organisation, state, subject, cancel);
        foreach (var own in rows.GroupBy(row => row.Organisation))
        {
            await audit.WriteAsync(context, AuditAct.Read, own.Key, "outward", "list", $"{own.Count()} rows");
        }

        return TypedResults.Ok(new Page<OutwardRow>(rows, rows.Count == size ? rows[^1].Id.ToString() : null));
    }

    private static async Task<Results<Ok<OutwardRow>, ProblemHttpResult>> RetryAsync(
        HttpContext context, Guid id, OutwardBoard board, OutwardBook book, AuditTrail audit, CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } row)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (!await book.RetryAsync(id, cancel))
        {
            return Problems.Of(context, Problem.Conflict);
        }

        await audit.WriteAsync(context, AuditAct.Change, row.Organisation, "outward", id.ToString(), "retried");
        return await board.GetAsync(id, cancel) is { } again
            ? TypedResults.Ok(again) : Problems.Of(context, Problem.NotFound);
    }
}
