using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Pbx.Dialer;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Api;

/// <summary>Start, pause and stop of a campaign: asked, written down, told to the screens.</summary>
internal sealed class CampaignActs(
    Campaigns campaigns, CampaignBoard board, RobotDialer dialer, AuditTrail audit, ChangeSignals screens,
    DatabaseSession session, TimeProvider time)
{
    public async Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> MoveAsync(
        HttpContext context, Guid id, CampaignMove move, CancellationToken cancel)
    {
        if (await campaigns.MoveAsync(id, move, SignedIn.Of(context).Name, cancel) is not { } moved)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (!moved.IsMoved)
        {
            return Problems.Of(context, Problem.CampaignRefused, moved.State.ToString());
        }

        await audit.WriteAsync(
            context, AuditAct.Change, moved.Organisation, "campaign", id.ToString(), move.ToString());
        session.AfterCommit(() => screens.Changed(moved.Organisation, "campaigns"));
        return await board.GetAsync(id, cancel) is { } row
            ? TypedResults.Ok(CampaignAnswer.Of(row, dialer.Lines, time.GetUtcNow()))
            : Problems.Of(context, Problem.NotFound);
    }
}
