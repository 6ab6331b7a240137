using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// One INVITE of ours on its way to an answer: to one device of a phone, or to a resident through the trunk.
/// </summary>
internal sealed class Dialing : IRing
{
    private readonly TaskCompletionSource<RingResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutgoingInvite? _invite;
    private readonly CallLeg? _leg;
    private readonly ITimer? _patience;

    private Dialing(int refusal) => _result.TrySetResult(new RingResult.Refused(refusal));

    private Dialing(OutgoingInvite invite, CallLeg leg, TimeProvider time, TimeSpan ringTimeMax)
    {
        (_invite, _leg) = (invite, leg);
        invite.OnProvisional = (_, _) => OnRinging?.Invoke();
        invite.OnAnswered = OnAnswered;
        invite.OnFailed = status => Finish(new RingResult.Refused(status));
        _patience = time.CreateTimer(
            _ => Cancel(isAnsweredElsewhere: false), null, ringTimeMax, Timeout.InfiniteTimeSpan);
    }

    public Task<RingResult> Result => _result.Task;

    /// <summary>True once anything at all was answered, be it 100, or when nothing was sent.</summary>
    public bool IsHeard => _invite?.IsHeard ?? true;

    /// <summary>Call-ID of the leg; null when nothing was sent.</summary>
    public string? CallId => _invite?.CallId;

    /// <summary>The far side rings; in the mailbox, must return at once.</summary>
    public Action? OnRinging { get; set; }

    /// <summary>Sends the INVITE. The request's own offer is replaced by that of a new leg.</summary>
    public static Dialing Start(
        SipStack stack, LegPool legs, OutgoingInviteRequest request, SourceLearning learning, TimeProvider time,
        TimeSpan ringTimeMax, Action<RtpStatistics>? over = null, TrunkDtmf keys = TrunkDtmf.Auto)
    {
        if (legs.TryOpen(request.Flow, learning, keys) is not { } leg)
        {
            return new Dialing(StatusCode.ServiceUnavailable);
        }

        if (!SipUri.TryParse(request.Target, out var target) || !target.IsSip)
        {
            leg.HangUp();
            return new Dialing(StatusCode.NotFound);
        }

        leg.OnOver = over;
        var invite = stack.Invite(request with { Offer = leg.Offer() });
        var dialing = new Dialing(invite, leg, time, ringTimeMax);
        invite.Start();
        return dialing;
    }

    public void Cancel(bool isAnsweredElsewhere) =>
        _invite?.Cancel(isAnsweredElsewhere ? CallReasons.AnsweredElsewhere : null);

    public bool TryLift()
    {
        if (_result.Task.IsCompleted || _invite?.Early is not { TakesTalk: true } rings)
        {
            return false;
        }

        _ = rings.NotifyTalk();
        return true;
    }

    public bool Is(Dialog dialog) => dialog.IsCaller && dialog.CallId == CallId;

    private void OnAnswered(Dialog dialog, ReadOnlyMemory<byte> sdp)
    {
        if (_leg is null)
        {
            return;
        }

        if (_leg.TryAccept(sdp))
        {
            _leg.Attach(dialog);
            Finish(new RingResult.Answered(_leg));
            return;
        }

        dialog.Bye("SIP;cause=488");
        Finish(new RingResult.Refused(StatusCode.NotAcceptableHere));
    }

    private void Finish(RingResult result)
    {
        _patience?.Dispose();
        if (result is RingResult.Refused)
        {
            _leg?.HangUp();
        }

        _result.TrySetResult(result);
    }
}
