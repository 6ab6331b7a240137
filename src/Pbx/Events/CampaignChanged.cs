namespace Zhkh.Pbx.Events;

/// <summary>Fact: a campaign came into another state without anybody at a screen doing it.</summary>
/// <param name="State">draft, running, paused, stopped, finished.</param>
public sealed record CampaignChanged(Guid CampaignId, string Organisation, string State, DateTimeOffset At);
