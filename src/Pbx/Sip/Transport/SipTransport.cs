namespace Zhkh.Pbx.Sip;

/// <summary>How messages travel. TLS and WebSocket join here.</summary>
public enum SipTransport
{
    Udp,
    Tcp,
}
