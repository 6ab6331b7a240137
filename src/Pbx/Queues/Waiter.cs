using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>One call in a line, and the phones that ring for it. Guarded by the lines' lock.</summary>
internal sealed class Waiter(IWaitingCall call, Queue queue, string organisation, bool isRepeated)
{
    private const int EmergencyPriority = 100;
    private const int RepeatedPriority = 10;

    private readonly TaskCompletionSource<WaitResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IWaitingCall Call { get; } = call;

    public Queue Queue { get; } = queue;

    /// <summary>Whose caller: a queue of all organisations rings the phones of the caller's.</summary>
    public string Organisation { get; } = organisation;

    /// <summary>They called within ten minutes and reached nobody.</summary>
    public bool IsRepeated { get; } = isRepeated;

    public int Priority { get; } = (queue.Purpose == QueuePurpose.Emergency ? EmergencyPriority : 0)
        + (isRepeated ? RepeatedPriority : 0);

    public Dictionary<string, IRing> Rings { get; } = new(StringComparer.Ordinal);

    /// <summary>The penalty ring-all has come to.</summary>
    public int Reached { get; set; }

    /// <summary>Completes once, with the first of: a person, the caller's leaving, a key, patience.</summary>
    public Task<WaitResult> Result => _result.Task;

    public bool TryEnd(WaitResult result) => _result.TrySetResult(result);
}

/// <summary>What waiting came to. <see cref="Leg"/> is set when a person answered.</summary>
internal readonly record struct WaitResult(WaitEnding Ending, string? Extension = null, ITalkLeg? Leg = null);
