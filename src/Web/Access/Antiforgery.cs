using Zhkh.Web.Api;

namespace Zhkh.Web.Access;

/// <summary>
/// A request that changes something must say X-Antiforgery, which another site cannot know; and what a browser marks as
/// cross-site is refused before that, the sign-in included.
/// </summary>
internal static class Antiforgery
{
    public const string Header = "X-Antiforgery";

    public static IApplicationBuilder UseAntiforgeryHeader(this IApplicationBuilder app) => app.Use(RefuseForgedAsync);

    private static async Task RefuseForgedAsync(HttpContext context, RequestDelegate next)
    {
        if (Refuses(context))
        {
            await Problems.Of(context, Problem.Forged).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private static bool Refuses(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method) || !request.Path.StartsWithSegments("/api"))
        {
            return false;
        }

        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
            || !OriginGuard.IsOwnOrAbsent(request))
        {
            return true;
        }

        return SignedIn.From(context.User) is not null
            && SessionCookie.Read(request)?.Allows(request.Headers[Header]) is not true;
    }
}
