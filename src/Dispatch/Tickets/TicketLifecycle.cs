namespace Zhkh.Dispatch;

/// <summary>The table of a ticket's life: the server's guard and the screen's buttons.</summary>
public static class TicketLifecycle
{
    /// <summary>The next status, or null: refused.</summary>
    public static TicketStatus? Next(TicketStatus status, TicketMove move) => status switch
    {
        TicketStatus.New => move switch
        {
            TicketMove.Accept => TicketStatus.Accepted,
            TicketMove.Assign => TicketStatus.Assigned,
            TicketMove.Reject => TicketStatus.Rejected,
            _ => null,
        },
        TicketStatus.Accepted => move switch
        {
            TicketMove.Assign => TicketStatus.Assigned,
            TicketMove.Complete => TicketStatus.Done,
            TicketMove.Reject => TicketStatus.Rejected,
            _ => null,
        },
        TicketStatus.Assigned => move switch
        {
            TicketMove.Accept => TicketStatus.Accepted,
            TicketMove.Assign => TicketStatus.Assigned,
            TicketMove.Start => TicketStatus.InProgress,
            TicketMove.Reject => TicketStatus.Rejected,
            _ => null,
        },
        TicketStatus.InProgress => move switch
        {
            TicketMove.Assign => TicketStatus.Assigned,
            TicketMove.Localise => TicketStatus.Localised,
            TicketMove.Complete => TicketStatus.Done,
            _ => null,
        },
        TicketStatus.Localised => move switch
        {
            TicketMove.Assign => TicketStatus.Assigned,
            TicketMove.Complete => TicketStatus.Done,
            _ => null,
        },
        TicketStatus.Done => move switch
        {
            TicketMove.Close => TicketStatus.Closed,
            TicketMove.Reopen => TicketStatus.Accepted,
            _ => null,
        },
        TicketStatus.Closed or TicketStatus.Rejected => move == TicketMove.Reopen ? TicketStatus.Accepted : null,
    };

    public static IReadOnlyList<TicketMove> Allowed(TicketStatus status) =>
        [.. Enum.GetValues<TicketMove>().Where(move => Next(status, move) is not null)];

    /// <summary>Whether somebody still has to do something.</summary>
    public static bool IsOpen(TicketStatus status) => status switch
    {
        TicketStatus.New or TicketStatus.Accepted or TicketStatus.Assigned or TicketStatus.InProgress
            or TicketStatus.Localised => true,
        TicketStatus.Done or TicketStatus.Closed or TicketStatus.Rejected => false,
    };
}
