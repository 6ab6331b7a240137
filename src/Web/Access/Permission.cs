namespace Zhkh.Web.Access;

/// <summary>One thing a person may do; every endpoint and the hub name exactly one.</summary>
internal enum Permission
{
    /// <summary>See and end the own session, set the own telephone.</summary>
    OwnSession,

    /// <summary>The console's board and its live events: cards of callers.</summary>
    WatchConsole,
    ReadCalls,
    ListenToRecordings,

    /// <summary>Link a caller to a flat, hang up.</summary>
    HandleCalls,
    ReadCallbacks,
    HandleCallbacks,
    ReadTickets,
    WriteTickets,
    ReadAccounts,
    ReadPostings,
    WritePostings,
    ReadReadings,
    ReadPhones,
    ReadAudit,

    /// <summary>Crews, who is on shift, what they have in hand.</summary>
    ReadCrews,

    /// <summary>Send a crew home, call it to work.</summary>
    ManageCrews,

    /// <summary>Orders of the crew one speaks for, and nothing else.</summary>
    OwnOrders,

    /// <summary>The list of what a person must look at.</summary>
    HandleAttention,
    ReadReports,
}
