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

    /// <summary>Prices, and how far the months are.</summary>
    ReadMonths,
    WriteTariffs,

    /// <summary>Charge a month, close it.</summary>
    RunMonths,
    ReadPhones,
    ReadAudit,
}
