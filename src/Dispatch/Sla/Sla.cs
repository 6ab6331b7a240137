namespace Zhkh.Dispatch;

/// <summary>Which clock stops where. Pure.</summary>
internal static class Sla
{
    /// <summary>When a clock was met, given where the ticket has just come to; a reopened ticket runs on.</summary>
    public static DateTimeOffset? MetBy(string clock, TicketStatus status, DateTimeOffset? metAt, DateTimeOffset now) =>
        clock == TicketClocks.NotifyMunicipality ? metAt : status switch
        {
            TicketStatus.New or TicketStatus.InProgress => metAt,
            TicketStatus.Accepted or TicketStatus.Assigned => clock == "informPlannedTerm" ? metAt ?? now : metAt,
            TicketStatus.Localised => clock == "localise" ? metAt ?? now : metAt,
            TicketStatus.Done or TicketStatus.Closed or TicketStatus.Rejected => metAt ?? now,
        };
}
