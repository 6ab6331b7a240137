namespace Zhkh.Pbx.Queues;

/// <summary>What became of one caller of a queue.</summary>
/// <param name="Organisation">Of the caller.</param>
/// <param name="At">When the wait was over.</param>
/// <param name="Waited">From the call's arrival.</param>
internal sealed record TalliedCaller(
    string Organisation, string Code, DateTimeOffset At, WaitEnding Ending, TimeSpan Waited);
