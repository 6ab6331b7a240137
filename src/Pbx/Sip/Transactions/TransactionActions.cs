namespace Zhkh.Pbx.Sip;

/// <summary>What a machine tells its driver to do, in this order.</summary>
[Flags]
internal enum TransactionActions
{
    None = 0,

    /// <summary>Stop whatever timers run; the flags below start new ones.</summary>
    StopTimers = 1 << 0,

    /// <summary>Keep the response given by the user and send it.</summary>
    Send = 1 << 1,

    /// <summary>Send the last message again.</summary>
    Repeat = 1 << 2,

    /// <summary>Send an ACK built from the request and this response (RFC 3261 §17.1.1.3).</summary>
    SendAck = 1 << 3,

    /// <summary>Timer A, E or G from T1. Never on a reliable flow.</summary>
    StartRetransmit = 1 << 4,

    /// <summary>Timer A doubled, E or G doubled up to T2.</summary>
    RearmRetransmit = 1 << 5,

    /// <summary>Timer E at T2 (Proceeding of the non-INVITE client).</summary>
    RearmRetransmitT2 = 1 << 6,

    /// <summary>Timer B, F or H: 64·T1.</summary>
    StartGiveUp = 1 << 7,

    /// <summary>Timer I or K: T4; nothing to wait for on a reliable flow.</summary>
    LingerT4 = 1 << 8,

    /// <summary>Timer J: 64·T1; nothing to wait for on a reliable flow.</summary>
    LingerJ = 1 << 9,

    /// <summary>Timer D: 32 s; nothing to wait for on a reliable flow.</summary>
    LingerD = 1 << 10,

    /// <summary>Timer L or M of RFC 6026: 64·T1 on every flow.</summary>
    Linger64T1 = 1 << 11,

    /// <summary>Hand the message to the user of the transaction.</summary>
    ToUser = 1 << 12,

    /// <summary>Tell the user that nobody answered (or acknowledged) in time.</summary>
    TellTimeout = 1 << 13,

    /// <summary>Tell the user that the message could not be sent.</summary>
    TellTransportError = 1 << 14,

    /// <summary>The transaction is over: leave the table.</summary>
    Forget = 1 << 15,
}
