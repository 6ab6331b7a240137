namespace Zhkh.Dispatch;

/// <summary>Fact: an outage was declared, moved, closed or reopened, or somebody wished for a call too late.</summary>
/// <param name="Version">Of the outage after it; an effect compares it with what is true now.</param>
public sealed record OutageChanged(
    Guid OutageId, string Organisation, int Number, OutageStep What, int Version, Guid? TicketId, DateTimeOffset At);
