using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>
/// A caller who acts on what they hear: presses keys or hangs up when a prompt begins. There is no clock: a question
/// nobody acts on is answered by silence at once. A prompt's rule is used up; the next time it is heard the next rule
/// counts.
/// </summary>
internal sealed class ScriptedCaller : ICall
{
    /// <summary>More prompts than any sane call plays: a robot that never ends fails the test.</summary>
    private const int PromptsMax = 500;

    private readonly Dictionary<string, Queue<string>> _keys = [];
    private readonly Dictionary<string, Action> _happens = [];
    private readonly Queue<char> _pressed = [];
    private readonly CancellationTokenSource _hangUp = new();
    private string? _hangsUpAt;

    public Guid Id { get; } = Guid.CreateVersion7();

    public string? CallerNumber { get; init; } = "+79370000030";

    public bool CallerIsAsserted { get; init; } = true;

    public string DialledNumber { get; init; } = "100";

    public DateTimeOffset ArrivedAt { get; init; } = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public CancellationToken HangUp => _hangUp.Token;

    public CallContext Context { get; } = new();

    public bool IsAnswered { get; private set; }

    /// <summary>Ids in the order they began.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>The language each prompt was spoken in.</summary>
    public List<Language> Languages { get; } = [];

    public List<string> Served { get; } = [];

    /// <summary>What was heard, as one line to search in.</summary>
    public string Transcript => string.Join(' ', Heard);

    /// <summary>
    /// Presses keys as soon as the prompt begins; an empty text means listening in silence this time.
    /// </summary>
    public ScriptedCaller On(string prompt, string keys)
    {
        if (!_keys.TryGetValue(prompt, out var queue))
        {
            _keys.Add(prompt, queue = new Queue<string>());
        }

        queue.Enqueue(keys);
        return this;
    }

    /// <summary>Something happens in the world when the prompt begins, the first time.</summary>
    public ScriptedCaller When(string prompt, Action happens)
    {
        _happens[prompt] = happens;
        return this;
    }

    public ScriptedCaller HangsUpAt(string prompt)
    {
        _hangsUpAt = prompt;
        return this;
    }

    public Task AnswerAsync()
    {
        HangUp.ThrowIfCancellationRequested();
        IsAnswered = true;
        return Task.CompletedTask;
    }

    public Task<bool> PlayAsync(params IReadOnlyList<Prompt> prompts)
    {
        Assert.True(IsAnswered, "Sound before the answer");
        foreach (var prompt in prompts)
        {
            HangUp.ThrowIfCancellationRequested();
            if (_pressed.Count > 0)
            {
                return Task.FromResult(false);
            }

            Begin(prompt.Id);
        }

        return Task.FromResult(_pressed.Count == 0);
    }

    public async Task<Digits> ReadDigitsAsync(Ask ask)
    {
        await PlayAsync(ask.Prompts);
        var keys = "";
        while (keys.Length < ask.MaxDigits && _pressed.TryDequeue(out var key))
        {
            if (key == '#')
            {
                return new Digits(keys, Terminated: true);
            }

            keys += key;
        }

        return new Digits(keys, Terminated: false);
    }

    public Task HangUpAsync()
    {
        _hangUp.Cancel();
        return Task.CompletedTask;
    }

    public void MarkServed(string service) => Served.Add(service);

    private void Begin(string id)
    {
        Assert.True(Heard.Count < PromptsMax, "The robot talks for ever");
        Heard.Add(id);
        Languages.Add(Context.Language);
        if (_happens.Remove(id, out var happens))
        {
            happens();
        }

        if (id == _hangsUpAt)
        {
            _hangUp.Cancel();
            HangUp.ThrowIfCancellationRequested();
        }

        if (_keys.TryGetValue(id, out var queue) && queue.TryDequeue(out var keys))
        {
            foreach (var key in keys)
            {
                _pressed.Enqueue(key);
            }
        }
    }
}
