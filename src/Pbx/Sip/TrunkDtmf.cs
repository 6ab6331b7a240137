namespace Zhkh.Pbx.Sip;

/// <summary>How keys travel between us and an operator, both ways.</summary>
public enum TrunkDtmf
{
    /// <summary>As events when the far side's SDP has them; else as INFO once it sends one, else as sound.</summary>
    Auto,

    /// <summary>Events in the stream (RFC 4733) and nothing else is a key.</summary>
    Rfc4733,

    /// <summary>INFO requests (application/dtmf-relay) and nothing else; events are left out of our SDP.</summary>
    Info,

    /// <summary>As sound and nothing else; events are left out of our SDP, lest they take its place.</summary>
    Inband,
}
