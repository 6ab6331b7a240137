using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// An answered call of the robot, in the hands of its conversation; <see cref="RobotDialling"/> ends it.
/// </summary>
internal sealed class RobotCall : IRobotCall, IWaitingCall
{
    private const string BeepName = "tone/beep";
    private static readonly TimeSpan ListenLook = TimeSpan.FromMilliseconds(100);

    /// <summary>Silence after words that ends a comment.</summary>
    private static readonly TimeSpan PauseAfterWords = TimeSpan.FromSeconds(3);

    /// <summary>Silence in which a machine's greeting is over.</summary>
    private static readonly TimeSpan SilenceOfMachine = TimeSpan.FromMilliseconds(800);

    private readonly CallParts _parts;
    private readonly VoiceLeg _leg;
    private readonly CallVoice _voice;
    private readonly SpeechEar _ear;
    private readonly Action<CallEnding> _end;

    public RobotCall(
        CallParts parts, VoiceLeg leg, CallStory story, RobotCallOut order, Action<CallEnding> end,
        CancellationToken hangUp)
    {
        (_parts, _leg, Story, _end, HangUp) = (parts, leg, story, end, hangUp);
        (CallerNumber, DialledNumber) = (order.Phone.Length > 0 ? order.Phone : null, order.Phone);
        ArrivedAt = parts.Time.GetUtcNow();
        Context = new CallContext
        {
            Organisation = order.Organisation, AccountNumber = order.AccountNumber, Language = order.Language,
        };
        Context.OnChanged = () => Story.Context(Context);
        _voice = new CallVoice(leg, parts.Prompts, story, parts.Time, parts.Log, hangUp);
        _ear = new SpeechEar(_voice.Stop);
        leg.Media.Sink = _ear;
        story.Context(Context);
    }

    public Guid Id => Story.Id;

    /// <summary>The number we called: whoever is promised a call back is called there.</summary>
    public string? CallerNumber { get; }

    /// <summary>We dialled the number, nobody claimed it.</summary>
    public bool CallerIsAsserted => true;

    public string DialledNumber { get; }

    /// <summary>The answer: the patience of a line begins when a person is there, not when the phone rang.</summary>
    public DateTimeOffset ArrivedAt { get; }

    public CancellationToken HangUp { get; }

    public CallContext Context { get; }

    public CallStory Story { get; }

    public bool IsMonologue => _ear.IsMonologue;

    public Task AnswerAsync()
    {
        HangUp.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    public Task<bool> PlayAsync(params IReadOnlyList<Prompt> prompts) => _voice.PlayAsync(prompts, Context.Language);

    public Task<Digits> ReadDigitsAsync(Ask ask) => _voice.ReadDigitsAsync(ask, Context.Language);

    public Task PauseAsync(TimeSpan length) => Task.Delay(length, _parts.Time, HangUp);

    public async Task AwaitSilenceAsync(TimeSpan atMost)
    {
        var begun = _parts.Time.GetTimestamp();
        while (_ear.Quiet < SilenceOfMachine && _parts.Time.GetElapsedTime(begun) < atMost)
        {
            await PauseAsync(ListenLook);
        }
    }

    public async Task<TimeSpan> ListenAsync(TimeSpan atMost)
    {
        await _voice.PlayAsync([new PromptClip(BeepName, Tones.Beep)]);
        var before = _ear.Spoken;
        var begun = _parts.Time.GetTimestamp();
        while (_parts.Time.GetElapsedTime(begun) < atMost)
        {
            var digits = await ReadDigitsAsync(new Ask([], 1, ListenLook, ListenLook));
            if (!digits.IsSilence || (_ear.Spoken > before && _ear.Quiet >= PauseAfterWords))
            {
                break;
            }
        }

        return _ear.Spoken - before;
    }

    public Task HangUpAsync()
    {
        _end(new CallEnding.RobotTalked());
        return Task.CompletedTask;
    }

    public void MarkServed(string service) => Story.Served(service);

    public void PlayMusic() => _voice.PlayMusic();

    public void StopPlaying() => _voice.Stop();

    public void DropKeys() => _voice.DropKeys();

    public Task<char?> KeyAsync(CancellationToken until) => _voice.KeyAsync(until);

    public async Task TalkAsync(ITalkLeg leg)
    {
        var other = leg as VoiceLeg ?? throw new ArgumentException("Not a leg of this exchange", nameof(leg));
        var end = await new Room(_parts, Story).RunAsync(
            new RoomParty(DialledNumber, PartyRole.Resident, _leg, isOurs: false),
            new RoomParty(Story.Record.Extension ?? "", PartyRole.Person, other, isOurs: true));
        _end(end.Ending(Story.Record));
    }
}
