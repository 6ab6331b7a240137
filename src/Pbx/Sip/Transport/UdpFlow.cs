using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>A peer's address as one of our UDP sockets sees it.</summary>
internal sealed class UdpFlow(UdpTransport transport, IPEndPoint remote)
    : Flow(SipTransport.Udp, transport.Local, remote)
{
    private readonly SocketAddress _address = remote.Serialize();

    public override bool IsOpen => transport.IsOpen;

    public override bool Send(ReadOnlySpan<byte> message) => transport.Send(message, _address);

    internal override Flow ToPort(int port) =>
        port == Remote.Port ? this : transport.FlowTo(new IPEndPoint(Remote.Address, port));
}
