using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>Takes what a socket received. Called on the receive thread: it awaits nothing.</summary>
internal interface IDatagramReader
{
    void OnDatagram(UdpTransport transport, SocketAddress source, ReadOnlySpan<byte> datagram);
}
