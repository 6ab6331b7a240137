using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>The way back through a connection.</summary>
internal sealed class StreamFlow(StreamConnection connection, IPEndPoint local, IPEndPoint remote)
    : Flow(SipTransport.Tcp, local, remote)
{
    public override bool IsOpen => connection.IsOpen;

    public override bool Send(ReadOnlySpan<byte> message) => connection.TrySend(message.ToArray());

    internal override Flow ToPort(int port) => this;
}
