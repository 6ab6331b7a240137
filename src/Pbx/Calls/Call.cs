using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// A call that came in, in the hands of a flow. Ends exactly once, whoever is first: the caller, the flow's return, a
/// fault, the host's stop; from then on <see cref="HangUp"/> is cancelled and everything belonging to it is given back.
/// </summary>
internal sealed class Call : IWaitingCall, IMessageCall
{
    private readonly CallParts _parts;
    private readonly IncomingInvite _invite;
    private readonly CallLeg _leg;
    private readonly CallVoice _voice;
    private readonly CallerIdentity _caller;
    private readonly InboundRoute _route;
    private readonly CancellationTokenSource _hangUp = new();
    private readonly Lock _gate = new();
    private Task? _answering;
    private OpenRecording? _recording;
    private bool _isAnswered;
    private int _isOver;

    public Call(
        CallParts parts, IncomingInvite invite, CallLeg leg, CallerIdentity caller, InboundRoute route, CallStory story)
    {
        (_parts, _invite, _leg, _caller, _route, Story) = (parts, invite, leg, caller, route, story);
        DialledNumber = invite.Dialled;
        Context = new CallContext { Organisation = route.Organisation, Language = route.Language };
        Context.OnChanged = () => Story.Context(Context);
        _voice = new CallVoice(leg, parts.Prompts, story, parts.Time, parts.Log, _hangUp.Token);
    }

    public Guid Id => Story.Id;

    public string? CallerNumber => _caller.Phone;

    public bool CallerIsAsserted => _caller.IsAsserted;

    public string DialledNumber { get; }

    public DateTimeOffset ArrivedAt => _invite.ArrivedAt;

    public CancellationToken HangUp => _hangUp.Token;

    public CallContext Context { get; }

    public CallStory Story { get; }

    /// <summary>Runs the flow to its end and the call with it. Never throws.</summary>
    public async Task RunAsync()
    {
        await using var cancelled = _invite.Cancelled.Register(() => End(CallEnding.OfHangUp(Story.Record, true)));
        await using var legOver = _leg.Ended.Register(OnLegOver);
        // Whatever a flow throws ends this call and nothing else.
        var running = Task.Run(() => _route.Flow(this), CancellationToken.None);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (HangUp.IsCancellationRequested || running.IsCompletedSuccessfully)
        {
            End(CallEnding.OfHangUp(Story.Record, isByCaller: false));
            return;
        }

        CallsLog.FlowFailed(_parts.Log, running.Exception, Id, DialledNumber);
        End(new CallEnding.FlowFailed(_isAnswered));
    }

    public Task AnswerAsync()
    {
        lock (_gate)
        {
            return _answering ??= AnswerOnceAsync();
        }
    }

    public async Task<bool> PlayAsync(params IReadOnlyList<Prompt> prompts)
    {
        await AnswerAsync();
        return await _voice.PlayAsync(prompts, Context.Language);
    }

    public async Task<Digits> ReadDigitsAsync(Ask ask)
    {
        await AnswerAsync();
        return await _voice.ReadDigitsAsync(ask, Context.Language);
    }

    /// <summary>Plays sound that is no prompt of the library.</summary>
    public async Task<bool> PlayClipAsync(Audio.PromptClip clip)
    {
        await AnswerAsync();
        return await _voice.PlayAsync([clip]);
    }

    public Task HangUpAsync()
    {
        End(CallEnding.OfHangUp(Story.Record, isByCaller: false));
        return Task.CompletedTask;
    }

    public void MarkServed(string service) => Story.Served(service);

    public async Task<bool> TakeMessageAsync(string line, TimeSpan atLeast, TimeSpan atMost)
    {
        await AnswerAsync();
        return await new MessageTaking(_parts, _leg, _voice, Story).RunAsync(line, atLeast, atMost, HangUp);
    }

    public void PlayMusic() => _voice.PlayMusic();

    public void StopPlaying() => _voice.Stop();

    public void DropKeys() => _voice.DropKeys();

    public Task<char?> KeyAsync(CancellationToken until) => _voice.KeyAsync(until);

    public async Task TalkAsync(ITalkLeg leg)
    {
        var other = leg as VoiceLeg ?? throw new ArgumentException("Not a leg of this exchange", nameof(leg));
        var end = await new Room(_parts, Story).RunAsync(
            new RoomParty(_caller.From, PartyRole.Resident, _leg, isOurs: false),
            new RoomParty(Story.Record.Extension ?? "", PartyRole.Person, other, isOurs: true));
        End(end.Ending(Story.Record));
    }

    /// <summary>Ends the call; only the first ending counts. Returns at once, from any thread.</summary>
    public void End(CallEnding ending)
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
        {
            return;
        }

        ending = ending.In(Story.Record);
        Story.Ended(ending);
        CloseRecording();
        bool isAnswered;
        lock (_gate)
        {
            isAnswered = _isAnswered;
        }

        if (!isAnswered)
        {
            // Nobody answers with 200 and hangs up at once: an unanswered call gets a refusal.
            _invite.Reject(ending.SipStatus >= 300 ? ending.SipStatus : StatusCode.TemporarilyUnavailable);
        }

        _leg.HangUp();
        _parts.Live.Remove(Id);
        CallsLog.Ended(_parts.Log, Id, ending.Name);
        _ = _hangUp.CancelAsync();
    }

    private async Task AnswerOnceAsync()
    {
        HangUp.ThrowIfCancellationRequested();
        if (_leg.Answer(_invite.Offer) is not { } sdp)
        {
            End(new CallEnding.NoCommonMedia());
            HangUp.ThrowIfCancellationRequested();
            return;
        }

        OpenRecording();
        await Story.AnsweredAsync();
        lock (_gate)
        {
            if (Volatile.Read(ref _isOver) == 0)
            {
                _isAnswered = true;
                _leg.Attach(_invite.Answer(sdp));
            }
        }

        HangUp.ThrowIfCancellationRequested();
    }

    /// <summary>From the first second: the tap is there before the first packet.</summary>
    private void OpenRecording()
    {
        if (_route.IsRecorded && _parts.Options.RecordsCalls && _parts.Record is { } record)
        {
            _recording = record(Id);
            _leg.Media.Tap = _recording.Tap;
            Story.RecordingOpened(_recording.Id);
            if (Volatile.Read(ref _isOver) != 0)
            {
                CloseRecording();   // the caller gave up meanwhile, and the end found nothing to close
            }
        }
    }

    private void CloseRecording()
    {
        if (Interlocked.Exchange(ref _recording, null) is { } recording)
        {
            _leg.Media.Tap = null;
            recording.Close();
            Story.RecordingClosed(recording.Id);
        }
    }

    private void OnLegOver()
    {
        // Our own hang-up is told by whoever did it.
        if (_leg.How is { } how and not LegEnd.ByUs)
        {
            End(how switch
            {
                LegEnd.MediaLost => new CallEnding.MediaLost(),
                LegEnd.Fault => new CallEnding.FlowFailed(true),
                LegEnd.ByPeer or LegEnd.ByUs => CallEnding.OfHangUp(Story.Record, isByCaller: true),
            });
        }
    }
}
