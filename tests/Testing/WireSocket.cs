using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Xunit;

namespace Zhkh.Testing;

/// <summary>A SIP peer on a WebSocket: sends what the test says, a message a frame or in pieces.</summary>
public sealed class WireSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly WebSocket _socket;

    public WireSocket(WebSocket socket) => _socket = socket;

    public WebSocketState State => _socket.State;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>Both ends of a WebSocket over a connection of loopback, the handshake left out.</summary>
    public static async Task<(WireSocket Peer, WebSocket Ours, IPEndPoint Local, IPEndPoint Remote)> PairAsync(
        IPAddress address)
    {
        using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(1);
        var client = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var accepting = listener.AcceptAsync();
        await client.ConnectAsync(listener.LocalEndPoint!);
        var server = await accepting;
        server.NoDelay = true;
        var (local, remote) = ((IPEndPoint)server.LocalEndPoint!, (IPEndPoint)server.RemoteEndPoint!);
        return (new WireSocket(Open(client, isServer: false)), Open(server, isServer: true), local, remote);
    }

    public Task SendAsync(string text, bool isWhole = true, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.Latin1.GetBytes(text), type, isWhole, CancellationToken.None);

    /// <summary>The next message; null when the other side closed.</summary>
    public async Task<WireMessage?> ReceiveAsync()
    {
        var octets = await ReceiveOctetsAsync();
        return octets is null ? null : new WireMessage(octets, new IPEndPoint(IPAddress.None, 0));
    }

    public async Task<byte[]?> ReceiveOctetsAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[65_536];
        var length = 0;
        for (;;)
        {
            WebSocketReceiveResult part;
            try
            {
                part = await _socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length),
                    patience.Token);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return buffer[..length];
            }
        }
    }

    public async Task<WireMessage> ExpectAsync()
    {
        var message = await ReceiveAsync();
        Assert.NotNull(message);
        return message;
    }

    public void Dispose() => _socket.Dispose();

    private static WebSocket Open(Socket socket, bool isServer) => WebSocket.CreateFromStream(
        new NetworkStream(socket, ownsSocket: true),
        new WebSocketCreationOptions { IsServer = isServer, SubProtocol = "sip" });
}
