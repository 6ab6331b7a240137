using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>What a link opened, or the problem with it.</summary>
internal readonly record struct DoorAnswer(Guid? AssignmentId, string CrewName, ProblemHttpResult? Problem);

/// <summary>
/// Lets a crew's browser in by its link: no session, the token is the key, and after the first opening only together
/// with the browser's secret. Wrong keys are counted as wrong passwords are.
/// </summary>
internal sealed class CrewLinkDoor(SystemWork work, SignInLimiter limiter)
{
    // No login has a slash, so the counts do not mix.
    private const string Counted = "/c";

    /// <param name="isEndedWelcome">What an old order's own browser says is kept, not thrown away.</param>
    public async Task<DoorAnswer> EnterAsync(
        HttpContext context, string token, bool isEndedWelcome, CancellationToken cancel)
    {
        var address = ClientAddress.Of(context);
        var known = CrewCookie.Read(context.Request);
        if (known is null && limiter.Enter(Counted, address) is { } wait)
        {
            return Refused(Problems.After(context, Problem.TooMany, wait));
        }

        var secret = known ?? CrewCookie.Create();
        var opening = await work.RunAsync(DatabasePool.Jobs, services =>
            services.GetRequiredService<CrewLinks>().OpenAsync(token, secret, cancel), cancel);
        var isOwn = opening.AssignmentId is not null;
        if (known is null && isOwn)
        {
            limiter.Forgive(Counted, address);
            CrewCookie.Write(context, secret);
        }
        else if (known is not null && !isOwn && limiter.Enter(Counted, address) is { } pause)
        {
            return Refused(Problems.After(context, Problem.TooMany, pause));
        }

        return opening.Verdict switch
        {
            LinkVerdict.Opened => new DoorAnswer(opening.AssignmentId, opening.CrewName ?? "", null),
            LinkVerdict.Ended when isOwn && isEndedWelcome =>
                new DoorAnswer(opening.AssignmentId, opening.CrewName ?? "", null),
            LinkVerdict.Unknown => Refused(Problems.Of(context, Problem.NotFound)),
            LinkVerdict.Taken => Refused(Problems.Of(context, Problem.LinkTaken)),
            LinkVerdict.Ended => Refused(Problems.Of(context, Problem.LinkEnded)),
        };
    }

    /// <summary>A path as it may stand in a log: a link's token is a key.</summary>
    public static string WithoutToken(PathString path) =>
        path.StartsWithSegments(CrewLinksApi.Path) ? $"{CrewLinksApi.Path}/…" : path.ToString();

    private static DoorAnswer Refused(ProblemHttpResult problem) => new(null, "", problem);
}
