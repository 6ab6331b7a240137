namespace Zhkh.Pbx.Queues;

/// <summary>A queue at this moment, for those who watch over it.</summary>
/// <param name="Organisation">Of the callers: a queue of all is shown to each by its own callers.</param>
/// <param name="LongestSince">When the call that has waited longest arrived; null when nobody waits.</param>
/// <param name="WaitMinutes">What the next caller would be told.</param>
/// <param name="Ready">Phones that could be rung now.</param>
public sealed record QueueView(
    string Code, string Organisation, string Name, QueuePurpose Purpose, int Waiting, DateTimeOffset? LongestSince,
    int? WaitMinutes, int Ready, QueueHour Hour);
