using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Zhkh.Pbx.Calls;

/// <summary>What happened to a call that a screen may show.</summary>
public enum CallSignalKind
{
    Offered,
    Answered,
    Changed,
    Waiting,
    Ringing,
    Talking,
    Ended,
}

/// <summary>One signal with the whole call as it is after it.</summary>
public sealed record CallSignal(CallSignalKind Kind, LiveCall Call);

/// <summary>
/// Signals for screens: lossy by design. When nobody reads, the oldest are dropped; whoever missed some takes
/// <see cref="Live"/> and is up to date. What matters to a person goes through the journal instead.
/// </summary>
public sealed class CallFeed
{
    /// <summary>Some seconds of a very busy exchange; a reader further behind needs the snapshot anyway.</summary>
    public const int SignalsMax = 4096;

    private readonly ConcurrentDictionary<Guid, LiveCall> _live = new();
    private readonly Channel<CallSignal> _signals = Channel.CreateBounded<CallSignal>(
        new BoundedChannelOptions(SignalsMax) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>All calls that have not ended.</summary>
    public IReadOnlyCollection<LiveCall> Live => [.. _live.Values];

    /// <summary>One live call, or null.</summary>
    public LiveCall? Find(Guid callId) => _live.GetValueOrDefault(callId);

    /// <summary>The signals from here on; for one reader.</summary>
    public IAsyncEnumerable<CallSignal> ReadAllAsync(CancellationToken cancel) => _signals.Reader.ReadAllAsync(cancel);

    internal void Tell(CallSignalKind kind, LiveCall call)
    {
        if (kind == CallSignalKind.Ended)
        {
            _live.TryRemove(call.Id, out _);
        }
        else
        {
            _live[call.Id] = call;
        }

        _signals.Writer.TryWrite(new CallSignal(kind, call));
    }
}
