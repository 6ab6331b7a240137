using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>The way back through a WebSocket.</summary>
internal sealed class SocketFlow(
    SocketConnection connection, SipTransport transport, IPEndPoint local, IPEndPoint remote)
    : Flow(transport, local, remote)
{
    public override bool IsOpen => connection.IsOpen;

    public override bool Send(ReadOnlySpan<byte> message) => connection.TrySend(message.ToArray());

    internal override Flow ToPort(int port) => this;
}
