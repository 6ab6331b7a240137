using Microsoft.Extensions.Options;
using Zhkh.Web.Api;

namespace Zhkh.Web.Access;

/// <summary>
/// WebSockets know no same-origin policy: the handshake of the hub is accepted only when the Origin header names this
/// host or one that was configured. Absent and "null" are foreign (RELIABILITY A14).
/// </summary>
internal static class OriginGuard
{
    public static IApplicationBuilder UseOriginGuard(this IApplicationBuilder app, PathString hubs) =>
        app.Use(async (context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(hubs) && !IsKnown(context))
            {
                await Problems.Of(context, Problem.ForeignOrigin).ExecuteAsync(context);
                return;
            }

            await next(context);
        });

    /// <summary>
    /// Browsers send Origin with every unsafe request; programs without it carry no ambient cookie to abuse.
    /// </summary>
    public static bool IsOwnOrAbsent(HttpRequest request) =>
        request.Headers.Origin.Count == 0 || IsKnown(request.HttpContext);

    private static bool IsKnown(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        var own = $"{context.Request.Scheme}://{context.Request.Host.Value}";
        return string.Equals(origin, own, StringComparison.OrdinalIgnoreCase)
            || context.RequestServices.GetRequiredService<IOptions<WebOptions>>().Value.AllowedOrigins
                .Contains(origin, StringComparer.OrdinalIgnoreCase);
    }
}
