using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Provisioning;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>
/// GET /provision/{token}/{file}: a phone fetches its settings. No session: the token an administrator made is the key.
/// Every wrong answer is the same 404, so nothing is learnt of tokens, numbers or MAC addresses; wrong tokens are
/// counted as wrong passwords are.
/// </summary>
internal static class ProvisionApi
{
    public const string Path = "/provision";

    // No login has a slash, so the counts do not mix.
    private const string Counted = "/p";

    public static void MapProvision(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path + "/{token}/{file}", GetAsync).AllowAnonymous().ExcludeFromDescription();

    /// <summary>A path as it may stand in a log.</summary>
    public static string WithoutToken(PathString path) =>
        path.StartsWithSegments(Path) ? $"{Path}/…" : path.ToString();

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetAsync(
        HttpContext context, string token, string file, PhoneSecrets secrets, SignInLimiter limiter, SystemWork work,
        CancellationToken cancel)
    {
        var address = ClientAddress.Of(context);
        if (limiter.Enter(Counted, address) is { } wait)
        {
            return Problems.After(context, Problem.TooMany, wait);
        }

        ProvisionFile? made = null;
        // Counted and written down in one transaction: an opening nobody is known to have made did not happen.
        var link = await work.RunAsync(DatabasePool.Jobs, async services =>
        {
            var found = await services.GetRequiredService<PhoneLinks>().OpenAsync(
                token,
                known => (made = secrets.Open(known) is { } profile ? ProvisionFile.For(file, profile) : null)
                    is not null,
                cancel);
            if (found is not null && made is not null)
            {
                await services.GetRequiredService<AuditTrail>().WriteUnattendedAsync(
                    context, AuditAct.Read, found.Organisation, "phone", found.Extension, "settings fetched");
            }

            return found;
        }, cancel);
        if (link is not null)
        {
            // The token was right, whatever file was asked for: phones try several names.
            limiter.Forgive(Counted, address);
        }

        if (link is null || made is null)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(made.Content, made.ContentType, made.Name);
    }
}
