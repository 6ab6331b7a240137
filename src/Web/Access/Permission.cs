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

    /// <summary>Outages and the houses they are declared for.</summary>
    ReadOutages,
    DeclareOutages,

    /// <summary>Letters to the local authority.</summary>
    SendLetters,

    /// <summary>Whom letters go to, and whether by themselves.</summary>
    SetMunicipality,

    /// <summary>The journal of requests, on the screen and as a file.</summary>
    ReadJournal,
}
