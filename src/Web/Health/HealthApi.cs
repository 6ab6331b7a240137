namespace Zhkh.Web.Health;

/// <summary>GET /healthz, /readyz, /metrics: open to everybody, they name no one.</summary>
internal static class HealthApi
{
    private const string Tag = "HealthApi";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok")).WithTags(Tag).AllowAnonymous();
        routes.MapGet("/readyz", ReadyAsync).WithTags(Tag).AllowAnonymous();
        routes.MapGet("/metrics", (Metrics metrics, ExchangeMeters _) =>
            TypedResults.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8"))
            .WithTags(Tag).AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, CancellationToken cancel)
    {
        var parts = await readiness.CheckAsync(cancel);
        var ready = parts.Values.All(p => p == Readiness.Ok);
        return TypedResults.Json(parts,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
