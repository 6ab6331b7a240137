using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Numbers;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Rings our phone, then the resident through the trunk, and puts them together; recorded from the resident's answer.
/// </summary>
internal sealed class OutgoingCall(
    CallParts parts, IPhones phones, TrunkOut trunk, CallOut request, DialLease lease, Guid id)
{
    /// <summary>The dispatcher hears that the resident's line was busy before the phone falls silent.</summary>
    private static readonly TimeSpan BusyToneTime = TimeSpan.FromSeconds(3);

    private readonly CallStory _story = parts.NewStory(id);
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private CallEnding? _ending;

    /// <summary>Runs from the first ring to the end. Never throws.</summary>
    public async Task RunAsync()
    {
        _story.Offered(new JournalFact.Offered(
            $"{id:N}", CallDirection.Outbound, parts.Options.PublicNumber, lease.Number.ToString(),
            lease.Number.ToString(), request.Extension, request.Organisation, parts.Options.Node, request.Tag,
            request.CampaignId)
        {
            CallId = id, At = parts.Time.GetUtcNow(),
        });
        if (request.AccountNumber is { } account)
        {
            _story.Context(new CallContext { Organisation = request.Organisation, AccountNumber = account });
        }

        try
        {
            await RingAsync();
        }
        finally
        {
            End(new CallEnding.FarEndFailed(500));
            lease.Dispose();
            parts.Live.Remove(id);
            parts.InUse.Release(request.Extension, id);
        }
    }

    /// <summary>Ends the call; only the first ending counts.</summary>
    public void End(CallEnding ending)
    {
        lock (_gate)
        {
            if (_ending is not null)
            {
                return;
            }

            _ending = ending;
        }

        ending = ending.In(_story.Record);
        _story.Ended(ending);
        CallsLog.Ended(parts.Log, id, ending.Name);
        _ = _over.CancelAsync();
    }

    private async Task RingAsync()
    {
        _story.Ringing(true);
        var ring = phones.Ring(new RingRequest(request.Extension, lease.Number.ToString(), null, id)
        {
            IsWished = true,
        });
        await using var cancelled = _over.Token.Register(() => ring.Cancel(false));
        await using var patience = parts.Time.CreateTimer(
            _ => ring.Cancel(false), null, request.RingTime ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var result = await ring.Result;
        _story.Ringing(false);
        if (result is RingResult.Answered { Leg: VoiceLeg ours })
        {
            using (ours)
            {
                await CallResidentAsync(ours);
            }
        }
        else
        {
            End(new CallEnding.OwnPhoneSilent(result is RingResult.Refused { Status: var status } ? status : 500));
        }
    }

    private async Task CallResidentAsync(VoiceLeg ours)
    {
        await using var over = _over.Token.Register(() => ours.HangUp());
        ours.Media.Source = new SamplePlayer(Tones.Ringback, loop: true);
        if (trunk.Dial(lease) is not { } dialing)
        {
            End(new CallEnding.FarEndFailed(503));
            return;
        }

        await using var gone = ours.Ended.Register(() => dialing.Cancel(false));
        var result = await dialing.Result;
        if (result is not RingResult.Answered { Leg: CallLeg resident })
        {
            var status = result is RingResult.Refused refused ? refused.Status : 500;
            var wasGone = ours.Ended.IsCancellationRequested;
            if (!wasGone)
            {
                await PlayBusyAsync(ours);
            }

            End(wasGone ? new CallEnding.FarEndSilent(487) : CallEnding.OfRefusal(status));
            return;
        }

        using (resident)
        {
            if (ours.Ended.IsCancellationRequested)
            {
                // The answer crossed our CANCEL: nobody of ours is there, so nobody was reached.
                End(new CallEnding.FarEndSilent(487));
                return;
            }

            await TalkAsync(ours, resident);
        }
    }

    private async Task PlayBusyAsync(VoiceLeg ours)
    {
        ours.Media.Source = new SamplePlayer(Tones.Busy, loop: true);
        await Task.Delay(BusyToneTime, parts.Time, ours.Ended)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TalkAsync(VoiceLeg ours, CallLeg resident)
    {
        var answered = parts.Time.GetTimestamp();
        await using var over = _over.Token.Register(() => resident.HangUp());
        var recording = parts.Options.RecordsCalls ? parts.Record?.Invoke(id) : null;
        if (recording is not null)
        {
            resident.Media.Tap = recording.Tap;
            _story.RecordingOpened(recording.Id);
        }

        await _story.AnsweredAsync();
        _story.HumanAnswered(request.Extension);
        await using var limit = parts.Time.CreateTimer(
            _ => End(new CallEnding.TimeAllowedSpent()), null, lease.TimeAllowed, Timeout.InfiniteTimeSpan);
        var end = await new Room(parts, _story).RunAsync(
            new RoomParty(lease.Number.ToString(), PartyRole.Resident, resident, isOurs: false),
            new RoomParty(request.Extension, PartyRole.Person, ours, isOurs: true));
        lease.Talked = parts.Time.GetElapsedTime(answered);
        if (recording is not null)
        {
            recording.Close();
            _story.RecordingClosed(recording.Id);
        }

        End(end.Ending(_story.Record));
    }
}
