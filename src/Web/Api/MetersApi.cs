using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>GET /api/meters/{id}/readings: the newest first.</summary>
internal static class MetersApi
{
    public static void MapMeters(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/meters").InUnitOfWork()
        .MapGet("/{id:guid}/readings", ReadingsAsync).Needs(Permission.ReadReadings);

    private static async Task<Results<Ok<Page<ReadingRow>>, ProblemHttpResult>> ReadingsAsync(
        HttpContext context, Guid id, Guid? after, int? limit, OrganisationBoard organisations, MeterBoard board,
        AuditTrail audit, CancellationToken cancel)
    {
        var size = limit ?? Cursor.LimitDefault;
        if (size is < 1 or > Cursor.LimitMax)
        {
            return Problems.Of(context, Problem.BadCursor, Cursor.LimitMax);
        }

        var organisation = await organisations.OfMeterAsync(id, cancel);
        if (organisation is null)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var readings = await board.ReadingsOfAsync(id, after, size, cancel);
        await audit.WriteAsync(context, AuditAct.Read, organisation, "meter", id.ToString());
        var next = readings.Count == size ? readings[^1].Id.ToString() : null;
        return TypedResults.Ok(new Page<ReadingRow>(readings, next));
    }
}
