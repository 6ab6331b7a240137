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

    /// <summary>Cancelled when a connection is over; never for datagrams.</summary>
    internal virtual CancellationToken Closed => CancellationToken.None;

    /// <summary>Why a connection is over.</summary>
    internal virtual FlowFault Fault => FlowFault.None;

    /// <summary>Done when something can be said; false when a connection could not be made.</summary>
    internal virtual Task<bool> Opened => Task.FromResult(IsOpen);

    /// <summary>Grows with whatever comes through a connection; always the same for datagrams.</summary>
    internal virtual long Received => 0;

    /// <summary>
    /// Two empty lines that keep the way open. On a connection false when nothing comes back in time, and it is closed
    /// then (RFC 5626 §4.4.1); a datagram is answered by nobody.
    /// </summary>
    internal virtual Task<bool> PingAsync(CancellationToken cancel) => Task.FromResult(Send("\r\n\r\n"u8));

    /// <summary>Gives a connection up: nothing comes through it any more.</summary>
    internal virtual void Abandon(FlowFault why)
    {
    }

    /// <summary>The same way anew once a connection that we made is over; null when it was not ours to make.</summary>
    internal virtual Flow? Again() => null;

    /// <summary>The flow to another port of the same peer; the same flow when it is a connection.</summary>
    internal abstract Flow ToPort(int port);

    public override string ToString() => $"{Transport}:{Local}>{Remote}";
}
