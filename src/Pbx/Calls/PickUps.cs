using System.Collections.Concurrent;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Takes a ringing call with another phone than the one that rings. Who asks first has it; the phone is rung by
/// itself and answers for the one that was rung. Bounded by the calls that ring.
/// </summary>
internal sealed class PickUps(CallParts parts, PhoneDesk phones)
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

        if (parts.InUse.CallOf(by) is not null)
        {
            return ControlAnswer.No(ControlRefusal.Busy, by);
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

        var own = ringing.Any(ring => ring.Request.Extension == by);
        if (own && phones.TryAnswerLine(by, callId))
        {
            Free(callId, by);
            return ControlAnswer.Ok;
        }

        if (own && !phones.CanAnswerItself(by))
        {
            Free(callId, by);
            return ControlAnswer.No(ControlRefusal.LiftHandset, by);
        }

        _ = parts.WatchAsync(TakeAsync(callId, by, ringing[0].Request), callId);
        return ControlAnswer.Ok;
    }

    private async Task TakeAsync(Guid callId, string by, RingRequest request)
    {
        try
        {
            var ring = phones.Ring(request with { Extension = by, IsWished = true });
            using var over = new CancellationTokenSource();
            var watching = StopWhenOverAsync(callId, ring, over.Token);
            var result = await ring.Result;
            await over.CancelAsync();
            await watching;
            if (result is RingResult.Answered { Leg: VoiceLeg leg }
                && !phones.RingingFor(callId).Any(other => other.TryPickUp(by, leg)))
            {
                leg.HangUp(CallReasons.AnsweredElsewhere);
            }
        }
        finally
        {
            Free(callId, by);
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
}
