namespace Zhkh.Pbx.Sip;

/// <summary>How messages travel.</summary>
public enum SipTransport
{
    Udp,
    Tcp,
    Tls,

    /// <summary>WebSocket (RFC 7118).</summary>
    Ws,

    /// <summary>WebSocket through TLS.</summary>
    Wss,
}

/// <summary>What a transport is called in the places that name one.</summary>
internal static class SipTransportNames
{
    /// <summary>In a Via: UDP, TCP, TLS (RFC 3261 §20.42).</summary>
    public static string InVia(this SipTransport transport) => transport switch
    {
        SipTransport.Udp => "UDP",
        SipTransport.Tcp => "TCP",
        SipTransport.Tls => "TLS",
        SipTransport.Ws => "WS",
        SipTransport.Wss => "WSS",
    };

    /// <summary>
    /// In a transport parameter, in journals and files: udp, tcp, tls, and ws for both kinds (RFC 7118 §5.5.2).
    /// </summary>
    public static string InUri(this SipTransport transport) => transport switch
    {
        SipTransport.Udp => "udp",
        SipTransport.Tcp => "tcp",
        SipTransport.Tls => "tls",
        SipTransport.Ws or SipTransport.Wss => "ws",
    };

    /// <summary>
    /// A connection that only the peer can make, and whose address a proxy may have told us: nobody is known by it.
    /// </summary>
    public static bool IsSocket(this SipTransport transport) => transport is SipTransport.Ws or SipTransport.Wss;

    /// <summary>UDP for a name we do not know.</summary>
    public static SipTransport Parse(string name) => name switch
    {
        "tcp" => SipTransport.Tcp,
        "tls" => SipTransport.Tls,
        "ws" => SipTransport.Ws,
        _ => SipTransport.Udp,
    };
}
