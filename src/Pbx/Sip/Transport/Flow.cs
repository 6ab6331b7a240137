using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// The way to a peer: what transactions, bindings and answers hold on to instead of a bare address, so that an answer
/// returns through the socket or the connection that the request came by (RFC 5626).
/// </summary>
public abstract class Flow
{
    private protected Flow(SipTransport transport, IPEndPoint local, IPEndPoint remote) =>
        (Transport, Local, Remote) = (transport, local, remote);

    public SipTransport Transport { get; }

    /// <summary>Our side: the bound address.</summary>
    public IPEndPoint Local { get; }

    /// <summary>The peer as the packet's header names it, never as its text does.</summary>
    public IPEndPoint Remote { get; }

    /// <summary>True when the transport repeats what is lost (RFC 3261 §17: no timers A, E, G).</summary>
    public bool Reliable => Transport != SipTransport.Udp;

    /// <summary>True while something can be sent.</summary>
    public abstract bool IsOpen { get; }

    /// <summary>Sends one whole message at once. False when the flow is closed, full or the network refused.</summary>
    public abstract bool Send(ReadOnlySpan<byte> message);

    /// <summary>The flow to another port of the same peer; the same flow when it is a connection.</summary>
    internal abstract Flow ToPort(int port);

    public override string ToString() => $"{Transport}:{Local}>{Remote}";
}
