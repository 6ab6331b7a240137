using System.Collections.Concurrent;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Takes a ringing call with another phone than the one that rings. Who asks first has it; the phone is rung by
/// itself and answers for the one that was rung. Whoever talks already has that call put on hold first, and back when
/// the other one does not come about. Bounded by the calls that ring.
/// </summary>
internal sealed class PickUps(CallParts parts, PhoneDesk phones, CallControl control)
{
    private readonly ConcurrentDictionary<Guid, string> _takers = new();

    public ControlAnswer Take(Guid callId, string by)
    {
        var ringing = phones.RingingFor(callId);
        if (ringing.Count == 0)
        {
            return parts.Rooms.Find(callId) is not { } room ? ControlAnswer.TooLate
                : room.Find(by) is not null ? ControlAnswer.Ok
                : ControlAnswer.No(ControlRefusal.Taken, room.Story.Record.Extension);
        }

        if (!phones.Registered.Contains(by))
        {
            return ControlAnswer.No(ControlRefusal.NotConnected, by);
        }

        var taker = _takers.GetOrAdd(callId, by);
        if (taker != by)
        {
            return ControlAnswer.No(ControlRefusal.Taken, taker);
        }

        var answer = Begin(callId, by, ringing, out var isUnderWay);
        if (!isUnderWay)
        {
            Free(callId, by);
        }

        return answer;
    }

    private ControlAnswer Begin(
        Guid callId, string by, IReadOnlyList<PickableRing> ringing, out bool isUnderWay)
    {
        isUnderWay = false;
        var own = ringing.FirstOrDefault(ring => ring.Request.Extension == by);
        if (own is not null && (phones.TryAnswerLine(by, callId) || own.TryLift()))
        {
            return ControlAnswer.Ok;
        }

        if (own is not null && !phones.CanAnswerItself(by))
        {
            return ControlAnswer.No(ControlRefusal.LiftHandset, by);
        }

        if (!ringing.Any(ring => ring.MayBeTakenBy(by)))
        {
            return ControlAnswer.No(ControlRefusal.Taken, ringing[0].Request.Extension);
        }

        var current = parts.InUse.CallOf(by);
        var isHeldForIt = false;
        if (current is { } talks && Hold(talks, callId, by, out isHeldForIt) is { } refusal)
        {
            return refusal;
        }

        isUnderWay = true;
        var first = current is { } call ? new FirstCall(call, isHeldForIt) : null;
        _ = parts.WatchAsync(TakeAsync(callId, by, ringing[0].Request, first), callId);
        return ControlAnswer.Ok;
    }

    /// <summary>Puts the call on hold that the phone is in; null when it may have the second.</summary>
    /// <param name="isHeldForIt">False when its person had put it on hold before.</param>
    private ControlAnswer? Hold(Guid current, Guid callId, string by, out bool isHeldForIt)
    {
        isHeldForIt = false;
        // A permanent line is one connection: the second call would have nowhere to go.
        if (phones.Lines.IsConnected(by) || !parts.InUse.TryAskSecond(by, callId))
        {
            return ControlAnswer.No(ControlRefusal.Busy, by);
        }

        if (control.Hold(current, by, out isHeldForIt) is ControlAnswer.Done)
        {
            return null;
        }

        parts.InUse.GiveUpSecond(by, callId);
        return ControlAnswer.No(ControlRefusal.Busy, by);
    }

    /// <param name="first">The call that waits meanwhile; null when the phone was free.</param>
    private async Task TakeAsync(Guid callId, string by, RingRequest request, FirstCall? first)
    {
        var isTaken = false;
        try
        {
            var ring = phones.Ring(request with { Extension = by, IsWished = true });
            using var over = new CancellationTokenSource();
            var watching = StopWhenOverAsync(callId, ring, over.Token);
            var result = await ring.Result;
            await over.CancelAsync();
            await watching;
            if (result is RingResult.Answered { Leg: VoiceLeg leg })
            {
                isTaken = phones.RingingFor(callId).Any(other => other.TryPickUp(by, leg));
                if (!isTaken)
                {
                    leg.HangUp(CallReasons.AnsweredElsewhere);
                }
                else if (first is not null)
                {
                    // Whose call it is takes the phone; one that is over before that never will.
                    leg.Ended.Register(() => parts.InUse.GiveUpSecond(by, callId));
                }
            }
        }
        finally
        {
            Free(callId, by);
            if (first is not null && !isTaken)
            {
                parts.InUse.GiveUpSecond(by, callId);
                if (first.IsHeldForIt)
                {
                    control.Resume(first.CallId, by);
                }
            }
        }
    }

    /// <summary>Somebody else answered, or the caller hung up: the taker's phone need not ring on.</summary>
    private async Task StopWhenOverAsync(Guid callId, IRing ring, CancellationToken over)
    {
        while (!over.IsCancellationRequested && phones.RingingFor(callId) is { Count: > 0 } ringing)
        {
            Task changed = Task.WhenAny(ringing.Select(r => r.Result));
            await changed.WaitAsync(over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!over.IsCancellationRequested)
        {
            ring.Cancel(isAnsweredElsewhere: true);
        }
    }

    private void Free(Guid callId, string by) => _takers.TryRemove(KeyValuePair.Create(callId, by));

    /// <summary>The call of a phone that takes a second one.</summary>
    /// <param name="IsHeldForIt">False when its person had put it on hold before.</param>
    private sealed record FirstCall(Guid CallId, bool IsHeldForIt);
}
