namespace Zhkh.Dispatch;

/// <summary>Fact: somebody wants to be called when an outage is over.</summary>
/// <param name="IsOver">It was closed while they listened: they are called at once.</param>
public sealed record OutageWished(Guid OutageId, string Organisation, bool IsOver, DateTimeOffset At);
