using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Zhkh.Testing;

/// <summary>A SIP peer on TCP or TLS: sends what the test says, cuts answers at their Content-Length.</summary>
public sealed class WireStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Socket _socket;
    private readonly List<byte> _pending = [];

    private readonly Stream _stream;

    private WireStream(Socket socket, Stream stream) => (_socket, _stream) = (socket, stream);

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    public static async Task<WireStream> ConnectAsync(IPEndPoint server, string local = "127.0.0.1")
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(local), 0));
        await socket.ConnectAsync(server);
        return new WireStream(socket, new NetworkStream(socket, ownsSocket: false));
    }

    /// <summary>Connects by TLS; whom to believe is the test's to say in the options.</summary>
    public static async Task<WireStream> ConnectTlsAsync(
        IPEndPoint server, SslClientAuthenticationOptions options, string local = "127.0.0.1")
    {
        var plain = await ConnectAsync(server, local);
        var tls = new SslStream(plain._stream);
        try
        {
            await tls.AuthenticateAsClientAsync(options);
        }
        catch (Exception)
        {
            plain.Dispose();
            throw;
        }

        return new WireStream(plain._socket, tls);
    }

    public async Task SendAsync(byte[] octets) => await _stream.WriteAsync(octets);

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>The next message; null when the other side closed.</summary>
    public async Task<WireMessage?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[4096];
        for (;;)
        {
            if (Cut() is { } message)
            {
                return message;
            }

            int length;
            try
            {
                length = await _stream.ReadAsync(buffer, patience.Token);
            }
            catch (IOException reset) when (reset.InnerException is SocketException
            {
                SocketErrorCode: SocketError.ConnectionReset,
            })
            {
                return null;
            }

            if (length == 0)
            {
                Assert.Empty(_pending);
                return null;
            }

            _pending.AddRange(buffer.AsSpan(0, length));
        }
    }

    /// <summary>Exactly these octets come next.</summary>
    public async Task ExpectAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[text.Length];
        for (var at = 0; at < buffer.Length;)
        {
            at += await _stream.ReadAsync(buffer.AsMemory(at), patience.Token);
        }

        Assert.Equal(text, Encoding.Latin1.GetString(buffer));
    }

    /// <summary>Hangs up rudely: RST instead of FIN.</summary>
    public void Abort()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private WireMessage? Cut()
    {
        var text = Encoding.Latin1.GetString([.. _pending]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var head = new WireMessage([.. _pending.Take(end + 4)], (IPEndPoint)_socket.RemoteEndPoint!);
        var length = end + 4 + int.Parse(head["Content-Length"]);
        if (_pending.Count < length)
        {
            return null;
        }

        var whole = new WireMessage([.. _pending.Take(length)], (IPEndPoint)_socket.RemoteEndPoint!);
        _pending.RemoveRange(0, length);
        return whole;
    }
}
