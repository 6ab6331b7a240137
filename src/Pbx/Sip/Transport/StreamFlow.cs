using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>The way back through a connection.</summary>
/// <param name="again">Connects anew; null when the peer connected to us.</param>
internal sealed class StreamFlow(
    StreamConnection connection, SipTransport transport, IPEndPoint local, IPEndPoint remote, Func<Flow>? again)
    : Flow(transport, local, remote)
{
    public override bool IsOpen => connection.IsOpen;

    internal override CancellationToken Closed => connection.Closed;

    internal override FlowFault Fault => connection.Fault;

    internal override Task<bool> Opened => connection.Opened;

    internal override long Received => connection.Received;

    public override bool Send(ReadOnlySpan<byte> message) => connection.TrySend(message.ToArray());

    internal override Task<bool> PingAsync(CancellationToken cancel) => connection.PingAsync(cancel);

    internal override void Abandon(FlowFault why) => connection.Stop(why);

    internal override Flow? Again() => again?.Invoke();

    internal override Flow ToPort(int port) => this;
}
