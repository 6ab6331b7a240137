using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Calls offered to the exchange: remembered first, then admitted, then handed to the flow of the dialled number. A
/// call that cannot be taken leaves all a callback needs behind it: the INVITE alone is enough (RELIABILITY O2).
/// </summary>
/// <param name="routeOf">What a dialled number leads to; null when it is none of ours.</param>
internal sealed class InboundCalls(CallParts parts, Func<string, InboundRoute?> routeOf)
{
    private readonly RecentCallIds _shed = new();
    private volatile bool _isDraining;

    /// <summary>True while new calls are refused because the host is about to stop.</summary>
    public bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }

    public InboundRoute? RouteOf(string number) => routeOf(number);

    /// <summary>Takes an offered call. Runs in its mailbox, so it starts what takes time and returns.</summary>
    public void Take(IncomingInvite invite, InboundRoute route)
    {
        var caller = CallerIdentity.Of(invite.Request, invite.Peer);
        var story = parts.NewStory(Guid.CreateVersion7(invite.ArrivedAt));
        var extension = invite.Peer.Extension;
        story.Offered(new JournalFact.Offered(
            invite.CallId, extension is null ? CallDirection.Inbound : CallDirection.Internal, caller.From,
            invite.Dialled, caller.Phone, extension, route.Organisation, parts.Options.Node, null, null,
            route.IsEmergency ? RecordingClass.Emergency : RecordingClass.Ordinary)
        {
            CallId = story.Id, At = invite.ArrivedAt,
        });
        CallsLog.Offered(
            parts.Log, story.Id, PhoneNumber.Mask(caller.From), invite.Dialled, story.Record.Direction);
        if (Admit(invite, story, route, out var refusal) is not { } call)
        {
            Refuse(invite, story, refusal);
            return;
        }

        if (extension is not null)
        {
            parts.InUse.TryTake(extension, story.Id);
        }

        _ = parts.WatchAsync(RunAsync(call, extension), call.Id);
    }

    /// <summary>
    /// A call of the trunk that the stack refused with 503 before anybody saw it. Its INVITE may come again (the 503
    /// was lost, or the trunk tries once more): one callback is enough.
    /// </summary>
    public void TakeShed(SipRequest invite, PeerIdentity peer)
    {
        var dialled = peer.Dialled(invite);
        if (peer.Kind != PeerKind.Trunk || routeOf(dialled) is not { } route
            || !_shed.TryAdd(invite.CallId))
        {
            return;
        }

        var now = parts.Time.GetUtcNow();
        var caller = CallerIdentity.Of(invite, peer);
        var story = parts.NewStory(Guid.CreateVersion7(now));
        story.Offered(new JournalFact.Offered(
            invite.CallId, CallDirection.Inbound, caller.From, dialled, caller.Phone, null,
            route.Organisation, parts.Options.Node, null, null)
        {
            CallId = story.Id, At = now,
        });
        story.Ended(new CallEnding.TooManyCalls());
    }

    /// <summary>Refuses a call and remembers that it was refused.</summary>
    public void Refuse(IncomingInvite invite, CallStory story, CallEnding ending)
    {
        CallsLog.Refused(parts.Log, story.Id, ending.Name);
        story.Ended(ending);
        // RELIABILITY O1: 5 to 15 s, so that the refused do not come back together.
        var retryAfter = ending.SipStatus == StatusCode.ServiceUnavailable
            ? TimeSpan.FromSeconds(Random.Shared.Next(5, 16))
            : (TimeSpan?)null;
        invite.Reject(ending.SipStatus, ending.Phrase, retryAfter);
    }

    /// <summary>The call when there is room for it, else null and why not.</summary>
    private Call? Admit(IncomingInvite invite, CallStory story, InboundRoute route, out CallEnding refusal)
    {
        refusal = new CallEnding.Draining();
        if (_isDraining)
        {
            return null;
        }

        Call? admitted = null;
        if (!parts.Live.TryAdd(story.Id, ending => admitted?.End(ending), route.IsEmergency))
        {
            refusal = new CallEnding.TooManyCalls();
            return null;
        }

        var learning = invite.Peer.Kind == PeerKind.Trunk ? SourceLearning.Exact : SourceLearning.OnceAfterStart;
        var keys = invite.Peer.TrunkCall?.Keys ?? TrunkDtmf.Auto;
        if (parts.Legs.TryOpen(invite.Flow, learning, keys) is not { } leg)
        {
            parts.Live.Remove(story.Id);
            refusal = new CallEnding.NoMediaPort();
            return null;
        }

        var caller = CallerIdentity.Of(invite.Request, invite.Peer);
        return admitted = new Call(parts, invite, leg, caller, route, story);
    }

    private async Task RunAsync(Call call, string? extension)
    {
        try
        {
            await call.RunAsync();
        }
        finally
        {
            call.End(new CallEnding.FlowFailed(true));
            if (extension is not null)
            {
                parts.InUse.Release(extension, call.Id);
            }
        }
    }
}
