namespace Zhkh.Pbx.Calls;

/// <summary>
/// The resident of a conversation as a waiting line sees them: sent back to wait after they had been talking.
/// </summary>
internal sealed class RoomCaller : IWaitingCall
{
    private readonly Room _room;
    private readonly RoomMove _move;
    private readonly CallVoice _voice;

    public RoomCaller(CallParts parts, Room room, RoomMove move, VoiceLeg leg)
    {
        (_room, _move) = (room, move);
        ArrivedAt = parts.Time.GetUtcNow();
        var record = room.Story.Record;
        Context = new CallContext
        {
            Organisation = record.Organisation, AccountNumber = record.AccountNumber, Language = record.Language,
        };
        Context.OnChanged = () => Story.Context(Context);
        _voice = new CallVoice(leg, parts.Prompts, Story, parts.Time, parts.Log, HangUp);
    }

    public Guid Id => _room.CallId;

    public string? CallerNumber => Story.Record.Phone;

    public bool CallerIsAsserted => false;

    public string DialledNumber => Story.Record.To;

    /// <summary>Now: the patience of a line begins anew, the call's own clocks do not.</summary>
    public DateTimeOffset ArrivedAt { get; }

    public CancellationToken HangUp => _room.Closed;

    public CallContext Context { get; }

    public CallStory Story => _room.Story;

    public Task AnswerAsync() => Task.CompletedTask;

    public Task<bool> PlayAsync(params IReadOnlyList<Prompt> prompts) => _voice.PlayAsync(prompts, Context.Language);

    public Task<Digits> ReadDigitsAsync(Ask ask) => _voice.ReadDigitsAsync(ask, Context.Language);

    public Task HangUpAsync()
    {
        _room.Finish(new RoomEnd(LegEnd.ByUs, false));
        return Task.CompletedTask;
    }

    public void MarkServed(string service) => Story.Served(service);

    public void PlayMusic() => _voice.PlayMusic();

    public void StopPlaying() => _voice.Stop();

    public void DropKeys() => _voice.DropKeys();

    public Task<char?> KeyAsync(CancellationToken until) => _voice.KeyAsync(until);

    /// <summary>Whoever answered from the line is seated beside the resident; returns when all is over.</summary>
    public async Task TalkAsync(ITalkLeg leg)
    {
        var person = leg as VoiceLeg ?? throw new ArgumentException("Not a leg of this exchange", nameof(leg));
        var name = Story.Record.Extension ?? "";
        if (_room.TrySeat(new RoomParty(name, PartyRole.Person, person, isOurs: true), _move, isTold: false))
        {
            await _room.Over;
        }
    }
}
