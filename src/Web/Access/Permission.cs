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

    /// <summary>Take a recording out of the house as a file.</summary>
    DownloadRecordings,

    /// <summary>Hold recordings, let them go, see what is held and what was deleted.</summary>
    HoldRecordings,

    /// <summary>How long recordings are kept; the keys they are wrapped with.</summary>
    SetRetention,

    /// <summary>Link a caller to a flat, hang up.</summary>
    HandleCalls,

    /// <summary>Listen to others' calls while they go on, prompt, join.</summary>
    SuperviseCalls,
    ReadCallbacks,
    HandleCallbacks,
    ReadTickets,
    WriteTickets,
    ReadAccounts,
    ReadPostings,
    WritePostings,

    /// <summary>Registers of banks, their rows, the queue of unidentified payments.</summary>
    ReadPayments,

    /// <summary>Bring and post a register, settle an unidentified payment, take one at the desk.</summary>
    TakePayments,

    /// <summary>Take a posting, or a whole register, back.</summary>
    ReversePostings,
    ReadReadings,

    /// <summary>Prices, and how far the months are.</summary>
    ReadMonths,
    WriteTariffs,

    /// <summary>Charge a month, close it.</summary>
    RunMonths,
    ReadPhones,

    /// <summary>Lines of operators: how they are.</summary>
    ReadTrunks,

    /// <summary>Describe, test, switch off and remove them; set their passwords.</summary>
    ManageTrunks,
    ReadAudit,

    /// <summary>See letters and SMS that leave the house.</summary>
    ReadOutward,
    RetryOutward,
    ReadCampaigns,

    /// <summary>Make, start, pause and stop campaigns of calls.</summary>
    RunCampaigns,
    /// <summary>Crews, who is on shift, what they have in hand.</summary>
    ReadCrews,

    /// <summary>Send a crew home, call it to work.</summary>
    ManageCrews,

    /// <summary>Orders of the crew one speaks for, and nothing else.</summary>
    OwnOrders,

    /// <summary>The list of what a person must look at.</summary>
    HandleAttention,
    ReadReports,
    /// <summary>Outages and the houses they are declared for.</summary>
    ReadOutages,
    DeclareOutages,

    /// <summary>Letters to the local authority.</summary>
    SendLetters,

    /// <summary>Whom letters go to, and whether by themselves.</summary>
    SetMunicipality,

    /// <summary>Who waits, who takes calls, and how the queues are set.</summary>
    WatchQueues,

    /// <summary>Change queues, skills, and whether calls are made back by themselves.</summary>
    ManageQueues,

    /// <summary>Change the queues of all organisations.</summary>
    ManageSharedQueues,

    /// <summary>Take a break, come back, end the writing up of one's own call.</summary>
    OwnPresence,

    /// <summary>Listen to messages callers left, and mark them done.</summary>
    HandleMessages,
    /// <summary>Add, change and remove telephones, hand out their settings, say how far they may call.</summary>
    ManagePhones,

    /// <summary>The journal of requests, on the screen and as a file.</summary>
    ReadJournal,

    /// <summary>Numbers, hours, menus and announcements, and what a caller hears.</summary>
    ReadMenus,

    /// <summary>Change and publish them.</summary>
    ManageMenus,
}
