using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>GET /api/houses: houses by what a dispatcher types («гаг 8-20»).</summary>
internal static class HousesApi
{
    private const int QueryLengthMax = 100;

    public static void MapHouses(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/houses").InUnitOfWork()
        .MapGet("", FindAsync).Needs(Permission.ReadOutages);

    private static async Task<Results<Ok<IReadOnlyList<HouseFound>>, ProblemHttpResult>> FindAsync(
        HttpContext context, string? query, string? organisation, Houses houses, CancellationToken cancel) =>
        query is { Length: > QueryLengthMax }
            ? Problems.Of(context, Problem.BadRequest, "?query=")
            : TypedResults.Ok(await houses.FindAsync(query ?? "", organisation, cancel));
}
