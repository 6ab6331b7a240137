namespace Zhkh.Dispatch;

/// <summary>Where a ticket stands.</summary>
public enum TicketStatus
{
    New,
    Accepted,
    Assigned,
    InProgress,

    /// <summary>The damage is isolated, not yet repaired: the law's 30 minutes end here.</summary>
    Localised,
    Done,
    Closed,
    Rejected,
}

/// <summary>What a person can do with a ticket.</summary>
public enum TicketMove
{
    Accept,
    Assign,
    Start,
    Localise,
    Complete,
    Close,
    Reject,
    Reopen,

    /// <summary>A line of the journal, no step of the table: when it is to be done.</summary>
    PlanTerm,

    /// <summary>A line of the journal, no step of the table: how urgent it is.</summary>
    SetPriority,
}

/// <summary>How urgent a ticket is.</summary>
public enum TicketPriority
{
    Normal,
    Urgent,
    Critical,
}
