namespace Zhkh.Pbx.Sip;

/// <summary>How messages travel. WebSocket joins here.</summary>
public enum SipTransport
{
    Udp,
    Tcp,
    Tls,
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
    };

    /// <summary>In a transport parameter, in journals and files: udp, tcp, tls.</summary>
    public static string InUri(this SipTransport transport) => transport switch
    {
        SipTransport.Udp => "udp",
        SipTransport.Tcp => "tcp",
        SipTransport.Tls => "tls",
    };

    /// <summary>UDP for a name we do not know.</summary>
    public static SipTransport Parse(string name) => name switch
    {
        "tcp" => SipTransport.Tcp,
        "tls" => SipTransport.Tls,
        _ => SipTransport.Udp,
    };
}
