using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>/api/reports: how residents judged the work. No names, no numbers of theirs.</summary>
internal static class ReportsApi
{
    private const int DaysDefault = 30;

    public static void MapReports(this IEndpointRouteBuilder routes) => routes
        .MapGroup("/api/reports").InUnitOfWork()
        .MapGet("/satisfaction", SatisfactionAsync).Needs(Permission.ReadReports);

    /// <param name="from">Marks given from this moment on; a day is its midnight in UTC.</param>
    /// <param name="to">And before this moment; a day counts whole.</param>
    private static async Task<Results<Ok<Satisfaction>, ProblemHttpResult>> SatisfactionAsync(
        HttpContext context, string? organisation, DateOnly? from, DateOnly? to, PollBoard board, TimeProvider time,
        CancellationToken cancel)
    {
        var last = to ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = from ?? last.AddDays(-DaysDefault);
        if (first > last || last == DateOnly.MaxValue)
        {
            return Problems.Of(context, Problem.BadRequest, "from");
        }

        return TypedResults.Ok(await board.SatisfactionAsync(
            organisation, Midnight(first), Midnight(last.AddDays(1)), cancel));
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
