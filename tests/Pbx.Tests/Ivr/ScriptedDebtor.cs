using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>Somebody, or something, the robot has called: a scripted caller who may talk on like a machine.</summary>
internal sealed class ScriptedDebtor : IRobotCall
{
    private readonly ScriptedCaller _caller;

    public ScriptedDebtor(string account = "4406030", Language language = Language.Russian)
    {
        _caller = new ScriptedCaller { CallerNumber = "+79370000030", DialledNumber = "+79370000030" };
        Context.Organisation = language == Language.Russian ? "privolsk" : "khmelnytske";
        Context.AccountNumber = account;
        Context.Language = language;
        _ = _caller.AnswerAsync();
    }

    public bool IsMonologue { get; init; }

    /// <summary>What is said after the signal.</summary>
    public TimeSpan Comment { get; init; }

    public List<TimeSpan> Pauses { get; } = [];

    public bool WaitedForSilence { get; private set; }

    public IReadOnlyList<string> Heard => _caller.Heard;

    public string Transcript => _caller.Transcript;

    public Guid Id => _caller.Id;

    public string? CallerNumber => _caller.CallerNumber;

    public bool CallerIsAsserted => true;

    public string DialledNumber => _caller.DialledNumber;

    public DateTimeOffset ArrivedAt => _caller.ArrivedAt;

    public CancellationToken HangUp => _caller.HangUp;

    public CallContext Context => _caller.Context;

    public ScriptedDebtor On(string prompt, string keys)
    {
        _caller.On(prompt, keys);
        return this;
    }

    public ScriptedDebtor HangsUpAt(string prompt)
    {
        _caller.HangsUpAt(prompt);
        return this;
    }

    public Task AnswerAsync() => _caller.AnswerAsync();

    public Task<bool> PlayAsync(params IReadOnlyList<Prompt> prompts) => _caller.PlayAsync(prompts);

    public Task<Digits> ReadDigitsAsync(Ask ask) => _caller.ReadDigitsAsync(ask);

    public Task HangUpAsync() => _caller.HangUpAsync();

    public void MarkServed(string service) => _caller.MarkServed(service);

    public Task PauseAsync(TimeSpan length)
    {
        Pauses.Add(length);
        return Task.CompletedTask;
    }

    public Task AwaitSilenceAsync(TimeSpan atMost)
    {
        WaitedForSilence = true;
        return Task.CompletedTask;
    }

    public Task<TimeSpan> ListenAsync(TimeSpan atMost) => Task.FromResult(Comment);
}
