using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Zhkh.Web.Api;

namespace Zhkh.Web.Access;

/// <summary>
/// One person, or one address without a session, may ask so much and no more: a script that runs away must not slow the
/// others down (RELIABILITY W8). Refused with 429 and the time to wait.
/// </summary>
internal static class RequestLimits
{
    private static readonly TimeSpan Refill = TimeSpan.FromMilliseconds(500);

    public static void AddRequestLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<WebOptions>>((limits, web) =>
        {
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                context => PartitionOf(context, web.Value));
            limits.OnRejected = RefuseAsync;
        });
    }

    private static RateLimitPartition<string> PartitionOf(HttpContext context, WebOptions web)
    {
        // Health, the page and its files cost nothing worth counting, and a proxy may ask for health often.
        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        var who = SignedIn.From(context.User)?.OperatorId.ToString() ?? ClientAddress.Of(context);
        return RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = web.RequestBurst,
            TokensPerPeriod = Math.Max(1, (int)(web.RequestsPerSecond * Refill.TotalSeconds)),
            ReplenishmentPeriod = Refill,
            QueueLimit = 0,
        });
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancel)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : Refill;
        await Problems.After(rejected.HttpContext, Problem.TooMany, wait).ExecuteAsync(rejected.HttpContext);
    }
}
