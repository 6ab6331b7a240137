using Zhkh.Pbx.Numbers;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Dials for the robot and carries the call to its end: what comes before the answer is not listened to, from the
/// answer on everything is recorded and the conversation runs.
/// </summary>
/// <param name="dial">Sends the INVITE; null when there is no way out.</param>
/// <param name="lease">The dial plan's leave; null for a trial on one of our phones.</param>
internal sealed class RobotDialling(CallParts parts, Func<IRing?> dial, RobotCallOut order, DialLease? lease)
{
    private readonly CallStory _story = parts.NewStory(order.Id);
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private CallEnding? _ending;
    private RobotReach _reach = RobotReach.Failed;

    /// <summary>The first fact, at once: from here on the call is counted as one that is up.</summary>
    public void Offer()
    {
        var isTrial = order.TrialExtension is not null;
        _story.Offered(new JournalFact.Offered(
            $"{order.Id:N}", isTrial ? CallDirection.Internal : CallDirection.Outbound, parts.Options.PublicNumber,
            order.TrialExtension ?? order.Phone, isTrial ? null : order.Phone, order.TrialExtension,
            order.Organisation, parts.Options.Node, order.Tag, order.CampaignId, order.Class)
        {
            CallId = order.Id, At = parts.Time.GetUtcNow(),
        });
    }

    /// <summary>Runs from the INVITE to the end. Never throws.</summary>
    public async Task<RobotCallEnd> RunAsync()
    {
        try
        {
            await RingAsync();
        }
        finally
        {
            End(new CallEnding.FarEndFailed(500));
            lease?.Dispose();
            parts.Live.Remove(order.Id);
            if (order.TrialExtension is { } extension)
            {
                parts.InUse.Release(extension, order.Id);
            }
        }

        var record = _story.Record;
        return new RobotCallEnd(
            _reach, _ending?.SipStatus ?? 500, record.EndedAt ?? parts.Time.GetUtcNow(), record.AnsweredAt,
            record.RecordingId, _ending is CallEnding.FlowFailed or CallEnding.HostStopped or CallEnding.MediaLost);
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

            _ending = ending = ending.In(_story.Record);
        }

        _story.Ended(ending);
        CallsLog.Ended(parts.Log, order.Id, ending.Name);
        _ = _over.CancelAsync();
    }

    private async Task RingAsync()
    {
        if (dial() is not { } ring)
        {
            End(new CallEnding.FarEndFailed(503));
            return;
        }

        await using var cancelled = _over.Token.Register(() => ring.Cancel(false));
        switch (await ring.Result)
        {
            case RingResult.Answered { Leg: VoiceLeg leg }:
                using (leg)
                {
                    await TalkAsync(leg);
                }

                break;
            case RingResult.Refused { Status: var status }:
                var refusal = CallEnding.OfRefusal(status);
                _reach = refusal switch
                {
                    CallEnding.FarEndBusy => RobotReach.Busy,
                    CallEnding.FarEndSilent => RobotReach.NoAnswer,
                    _ => RobotReach.Failed,
                };
                End(refusal);
                break;
        }
    }

    private async Task TalkAsync(VoiceLeg leg)
    {
        _reach = RobotReach.Answered;
        var answered = parts.Time.GetTimestamp();
        var recording = order.TrialExtension is null && parts.Options.RecordsCalls
            ? parts.Record?.Invoke(order.Id) : null;
        if (recording is not null)
        {
            leg.Media.Tap = recording.Tap;
            _story.RecordingOpened(recording.Id);
        }

        await _story.AnsweredAsync();
        await using var over = _over.Token.Register(() => leg.HangUp());
        await using var gone = leg.Ended.Register(() => OnLegOver(leg));
        await using var limit = lease is null ? null : parts.Time.CreateTimer(
            _ => End(new CallEnding.TimeAllowedSpent()), null, lease.TimeAllowed, Timeout.InfiniteTimeSpan);
        var call = new RobotCall(parts, leg, _story, order, End, _over.Token);
        var running = Task.Run(() => order.Talk(call), CancellationToken.None);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_over.IsCancellationRequested && !running.IsCompletedSuccessfully)
        {
            CallsLog.FlowFailed(parts.Log, running.Exception, order.Id, order.Tag ?? "robot");
            End(new CallEnding.FlowFailed(true));
        }

        leg.Media.Sink = null;   // a permanent line lives on
        if (lease is not null)
        {
            lease.Talked = parts.Time.GetElapsedTime(answered);
        }

        if (recording is not null)
        {
            leg.Media.Tap = null;
            recording.Close();
            _story.RecordingClosed(recording.Id);
        }

        End(_story.Record.HumanAnsweredAt is null ? new CallEnding.RobotTalked() : new CallEnding.Talked());
    }

    private void OnLegOver(VoiceLeg leg)
    {
        if (leg.How is { } how and not LegEnd.ByUs)
        {
            End(how switch
            {
                LegEnd.MediaLost => new CallEnding.MediaLost(),
                LegEnd.Fault => new CallEnding.FlowFailed(true),
                LegEnd.ByPeer or LegEnd.ByUs => _story.Record.HumanAnsweredAt is null
                    ? new CallEnding.RobotTalked() : new CallEnding.Talked(),
            });
        }
    }
}
