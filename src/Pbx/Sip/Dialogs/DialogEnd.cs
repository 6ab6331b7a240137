namespace Zhkh.Pbx.Sip;

/// <summary>How a dialog ended.</summary>
public enum DialogEnd
{
    /// <summary>The peer sent BYE.</summary>
    ByPeer,

    /// <summary>We sent BYE.</summary>
    ByUs,

    /// <summary>Our 200 was never acknowledged (RFC 3261 §13.3.1.4); we sent BYE.</summary>
    NoAck,

    /// <summary>The caller cancelled before our 200 left.</summary>
    Cancelled,

    /// <summary>The peer does not know the dialog any more, or does not answer (§12.2.1.2).</summary>
    PeerLost,

    /// <summary>No refresh came within the session interval (RFC 4028 §10); we sent BYE.</summary>
    SessionExpired,

    /// <summary>A defect of ours.</summary>
    Fault,
}
