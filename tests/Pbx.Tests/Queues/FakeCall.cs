using System.Threading.Channels;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Tests.Queues;

/// <summary>A caller in memory: hears prompts at once, hangs up when told.</summary>
internal sealed class FakeCall : IWaitingCall
{
    private readonly CancellationTokenSource _hangUp = new();
    private readonly TimeProvider _time;
    private readonly Channel<char> _keys = Channel.CreateBounded<char>(8);

    public FakeCall(CallJournal journal, TimeProvider time, string? phone = "+79370000030")
    {
        _time = time;
        ArrivedAt = time.GetUtcNow();
        CallerNumber = phone;
        Story = new CallStory(Id, journal, new CallFeed(), time);
        Story.Offered(new JournalFact.Offered(
            "x", CallDirection.Inbound, phone ?? "anonymous", "100", phone, null, "privolsk", "node", null, null)
        {
            CallId = Id, At = ArrivedAt,
        });
        _ = Story.AnsweredAsync();
    }

    public Guid Id { get; } = Guid.CreateVersion7();

    public string? CallerNumber { get; }

    public bool CallerIsAsserted => true;

    public string DialledNumber => "100";

    public DateTimeOffset ArrivedAt { get; }

    public CancellationToken HangUp => _hangUp.Token;

    public CallContext Context { get; } = new();

    public CallStory Story { get; }

    public List<string> Heard { get; } = [];

    public bool HearsMusic { get; private set; }

    public ITalkLeg? TalkingTo { get; private set; }

    public void HangUpNow() => _hangUp.Cancel();

    public Task AnswerAsync() => Task.CompletedTask;

    public Task<bool> PlayAsync(params IReadOnlyList<Prompt> prompts)
    {
        HearsMusic = false;
        if (KeysWaiting > 0)
        {
            return Task.FromResult(false);
        }

        Heard.AddRange(prompts.Select(p => p.Id));
        return Task.FromResult(true);
    }

    public Task<Digits> ReadDigitsAsync(Ask ask) => Task.FromResult(default(Digits));

    public Task HangUpAsync()
    {
        _hangUp.Cancel();
        return Task.CompletedTask;
    }

    public void MarkServed(string service) => Story.Served(service);

    public void PlayMusic() => HearsMusic = true;

    public void StopPlaying() => HearsMusic = false;

    /// <summary>Keys pressed while nobody asked.</summary>
    public int KeysWaiting { get; set; }

    public void DropKeys() => KeysWaiting = 0;

    /// <summary>Presses a key while waiting.</summary>
    public void Press(char key) => Assert.True(_keys.Writer.TryWrite(key));

    public async Task<char?> KeyAsync(CancellationToken until)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(until, HangUp);
        try
        {
            return await _keys.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!HangUp.IsCancellationRequested)
        {
            return null;
        }
    }

    public async Task TalkAsync(ITalkLeg leg)
    {
        TalkingTo = leg;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(leg.Ended, HangUp);
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, over.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
