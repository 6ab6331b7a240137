using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>One call in a line, and the phones that ring for it. Guarded by the lines' lock.</summary>
internal sealed class Waiter(IWaitingCall call, WaitingLine line)
{
    private readonly TaskCompletionSource<WaitResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IWaitingCall Call { get; } = call;

    public WaitingLine Line { get; } = line;

    public Dictionary<string, IRing> Rings { get; } = new(StringComparer.Ordinal);

    /// <summary>Completes once, with the first of: a person, the caller's leaving, the end of patience.</summary>
    public Task<WaitResult> Result => _result.Task;

    public bool TryEnd(WaitResult result) => _result.TrySetResult(result);
}

/// <summary>What waiting came to. <see cref="Leg"/> is set when a person answered.</summary>
internal readonly record struct WaitResult(WaitEnding Ending, string? Extension = null, ITalkLeg? Leg = null);
