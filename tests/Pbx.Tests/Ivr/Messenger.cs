using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>A scripted caller who leaves messages: + is long enough, - is too short.</summary>
internal sealed class Messenger(ScriptedCaller caller, string messages) : IMessageCall
{
    private readonly Queue<char> _messages = new(messages);

    /// <summary>The lines messages were left for.</summary>
    public List<string> Lines { get; } = [];

    public Guid Id => caller.Id;

    public string? CallerNumber => caller.CallerNumber;

    public bool CallerIsAsserted => caller.CallerIsAsserted;

    public string DialledNumber => caller.DialledNumber;

    public DateTimeOffset ArrivedAt => caller.ArrivedAt;

    public CancellationToken HangUp => caller.HangUp;

    public CallContext Context => caller.Context;

    public Task AnswerAsync() => caller.AnswerAsync();

    public Task<bool> PlayAsync(params IReadOnlyList<Prompt> prompts) => caller.PlayAsync(prompts);

    public Task<Digits> ReadDigitsAsync(Ask ask) => caller.ReadDigitsAsync(ask);

    public Task HangUpAsync() => caller.HangUpAsync();

    public void MarkServed(string service) => caller.MarkServed(service);

    public Task<bool> TakeMessageAsync(string line, TimeSpan atLeast, TimeSpan atMost)
    {
        Lines.Add(line);
        return Task.FromResult(_messages.TryDequeue(out var message) && message == '+');
    }
}
