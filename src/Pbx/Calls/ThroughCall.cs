using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// A call of one of our phones that is passed on: the far end rings, and when it answers both are put together. A call
/// to a resident is recorded from the answer.
/// </summary>
internal sealed class ThroughCall(
    CallParts parts, IncomingInvite invite, CallLeg caller, CallStory story, string extension, DialLease? lease)
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private CallEnding? _ending;
    private IRing? _ring;
    private bool _isAnswered;
    private bool _isTaken;
    private bool _isGiven;

    /// <summary>The phone's own leg.</summary>
    public Dialog Dialog => invite.Dialog;

    /// <summary>Whose phone it is.</summary>
    public string Extension => extension;

    /// <summary>True when what rang, and the leave to dial it, went to another conversation.</summary>
    public bool IsGiven
    {
        get
        {
            lock (_gate)
            {
                return _isGiven;
            }
        }
    }

    /// <summary>Waits for the far end and stays until the end. Never throws.</summary>
    /// <param name="ring">The far end; null when there is no way to it.</param>
    public async Task RunAsync(IRing? ring)
    {
        if (ring is null)
        {
            End(new CallEnding.FarEndFailed(503));
            return;
        }

        _ring = ring;
        parts.Ringing.Add(this);
        invite.Ring();
        await using var cancelled = invite.Cancelled.Register(() => End(new CallEnding.FarEndSilent(487)));
        await using var over = _over.Token.Register(CancelRing);
        var result = await ring.Result;
        parts.Ringing.Remove(this);
        switch (result)
        {
            case RingResult.Answered when !TryTake():
                // Whoever answered talks in the other conversation.
                End(new CallEnding.FarEndSilent(StatusCode.RequestTerminated));
                break;
            case RingResult.Answered { Leg: VoiceLeg far } answered:
                try
                {
                    await ConnectAsync(far, answered.By ?? invite.Dialled);
                }
                finally
                {
                    parts.Rooms.HangUp(far, story.Id);
                }

                break;
            case RingResult.Refused refused:
                End(CallEnding.OfRefusal(refused.Status));
                break;
        }
    }

    /// <summary>
    /// Gives what rings to another conversation (REFER with Replaces, while it rings). The caller goes on hearing that
    /// it rings, and its hanging up stops nothing. Null when somebody answered, or it is over.
    /// </summary>
    public GivenRing? TryGive()
    {
        lock (_gate)
        {
            if (_ending is not null || _isTaken || _isGiven || _ring is null)
            {
                return null;
            }

            _isGiven = true;
            return new GivenRing(_ring, lease?.Number.ToString() ?? invite.Dialled, lease);
        }
    }

    /// <summary>Ends the call; only the first ending counts.</summary>
    public void End(CallEnding ending)
    {
        bool wasAnswered;
        lock (_gate)
        {
            if (_ending is not null)
            {
                return;
            }

            _ending = ending;
            wasAnswered = _isAnswered;
        }

        ending = ending.In(story.Record);
        story.Ended(ending);
        CallsLog.Ended(parts.Log, story.Id, ending.Name);
        if (!wasAnswered)
        {
            invite.Reject(ending.SipStatus >= 300 ? ending.SipStatus : StatusCode.TemporarilyUnavailable);
        }

        parts.Rooms.HangUp(caller, story.Id);
        _ = _over.CancelAsync();
    }

    /// <summary>Whoever answers is this call's own. False when that was given away.</summary>
    private bool TryTake()
    {
        lock (_gate)
        {
            _isTaken = !_isGiven;
            return _isTaken;
        }
    }

    private void CancelRing()
    {
        if (!IsGiven)
        {
            _ring?.Cancel(false);
        }
    }

    private async Task ConnectAsync(VoiceLeg far, string callee)
    {
        if (caller.Answer(invite.Offer) is not { } sdp)
        {
            End(new CallEnding.NoCommonMedia());
            return;
        }

        await using var farGone = _over.Token.Register(() => parts.Rooms.HangUp(far, story.Id));
        var recording = lease is not null && parts.Options.RecordsCalls ? parts.Record?.Invoke(story.Id) : null;
        if (recording is not null)
        {
            far.Media.Tap = recording.Tap;
            story.RecordingOpened(recording.Id);
        }

        await story.AnsweredAsync();
        RoomEnd? end = null;
        if (TryAnswer(sdp))
        {
            var answered = parts.Time.GetTimestamp();
            story.HumanAnswered(lease is null ? callee : extension);
            await using var limit = parts.Time.CreateTimer(
                _ => End(new CallEnding.TimeAllowedSpent()), null,
                lease?.TimeAllowed ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            end = await TalkAsync(far, callee);
            if (lease is not null)
            {
                lease.Talked = parts.Time.GetElapsedTime(answered);
            }
        }

        if (recording is not null)
        {
            recording.Close();
            story.RecordingClosed(recording.Id);
        }

        End(end?.Ending(story.Record) ?? new CallEnding.Talked());
    }

    /// <summary>With a resident, the call is theirs; between two of our phones it is nobody's.</summary>
    private Task<RoomEnd> TalkAsync(VoiceLeg far, string callee)
    {
        var own = new RoomParty(extension, PartyRole.Person, caller, isOurs: true);
        if (lease is not null)
        {
            return new Room(parts, story).RunAsync(
                new RoomParty(lease.Number.ToString(), PartyRole.Resident, far, isOurs: false), own);
        }

        parts.InUse.TryTake(callee, story.Id);
        story.Joined(extension, PartyRole.Person, isOurs: true);
        return new Room(parts, story).RunAsync(own, new RoomParty(callee, PartyRole.Person, far, isOurs: true));
    }

    private bool TryAnswer(ReadOnlyMemory<byte> sdp)
    {
        lock (_gate)
        {
            if (_ending is not null)
            {
                return false;
            }

            _isAnswered = true;
        }

        caller.Attach(invite.Answer(sdp));
        return true;
    }
}
