using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Zhkh.Testing;

/// <summary>
/// An operator's server on TCP or TLS that answers by a script and remembers what it was told: the sister of
/// <see cref="ScriptedOperator"/>, whose texts it uses. No code of ours.
/// </summary>
public sealed class ScriptedStreamOperator : IDisposable
{
    private readonly TcpListener _listener;
    private readonly X509Certificate2? _certificate;
    private readonly Func<WireMessage, string?> _answer;
    private readonly List<WireMessage> _heard = [];
    private readonly List<Peer> _peers = [];
    private int _connections;
    private int _pings;

    /// <param name="answer">What to say to a request; null = nothing.</param>
    /// <param name="certificate">With its key: TLS; null: TCP.</param>
    public ScriptedStreamOperator(
        string address, Func<WireMessage, string?> answer, X509Certificate2? certificate = null)
    {
        (_answer, _certificate) = (answer, certificate);
        _listener = new TcpListener(IPAddress.Parse(address), 0);
        _listener.Start();
        Local = (IPEndPoint)_listener.LocalEndpoint;
        _ = AcceptAsync();
    }

    public IPEndPoint Local { get; }

    /// <summary>Empty lines are answered.</summary>
    public bool Pongs { get; set; } = true;

    /// <summary>False: it takes connections, reads, and says nothing, as a half-open connection does.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>Connections ever taken.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Empty lines heard.</summary>
    public int Pings => Volatile.Read(ref _pings);

    public IReadOnlyList<WireMessage> Heard
    {
        get
        {
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    public IReadOnlyList<WireMessage> Of(string method) => [.. Heard.Where(m => m.Method == method && m.Status == 0)];

    /// <summary>Says something through the newest connection.</summary>
    public void Send(string message)
    {
        Peer peer;
        lock (_peers)
        {
            peer = _peers[^1];
        }

        peer.Write(message);
    }

    /// <summary>Closes every connection; new ones are taken.</summary>
    public void HangUp()
    {
        List<Peer> gone;
        lock (_peers)
        {
            gone = [.. _peers];
            _peers.Clear();
        }

        gone.ForEach(p => p.Dispose());
    }

    public void Dispose()
    {
        _listener.Dispose();
        HangUp();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (;;)
            {
                var socket = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }

            var peer = new Peer(stream);
            lock (_peers)
            {
                _peers.Add(peer);
            }

            await ReadAsync(peer, stream, (IPEndPoint)socket.RemoteEndPoint!);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException
                                         or System.Security.Authentication.AuthenticationException)
        {
            socket.Dispose();   // the other side left, or did not believe us
        }
    }

    private async Task ReadAsync(Peer peer, Stream stream, IPEndPoint from)
    {
        var pending = "";
        var buffer = new byte[8192];
        for (;;)
        {
            var length = await stream.ReadAsync(buffer);
            if (length == 0)
            {
                return;
            }

            pending += Encoding.Latin1.GetString(buffer, 0, length);
            pending = Take(peer, pending, from);
        }
    }

    private string Take(Peer peer, string pending, IPEndPoint from)
    {
        for (;;)
        {
            if (pending.StartsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                pending = pending[4..];
                Interlocked.Increment(ref _pings);
                if (Pongs && Answers)
                {
                    peer.Write("\r\n");
                }

                continue;
            }

            var end = pending.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                return pending;
            }

            var head = new WireMessage(Encoding.Latin1.GetBytes(pending[..(end + 4)]), from);
            var whole = end + 4 + int.Parse(head["Content-Length"]);
            if (pending.Length < whole)
            {
                return pending;
            }

            Hear(peer, new WireMessage(Encoding.Latin1.GetBytes(pending[..whole]), from));
            pending = pending[whole..];
        }
    }

    private void Hear(Peer peer, WireMessage message)
    {
        lock (_heard)
        {
            _heard.Add(message);
        }

        if (message.Status == 0 && Answers && _answer(message) is { } answer)
        {
            peer.Write(answer);
        }
    }

    private sealed class Peer(Stream stream) : IDisposable
    {
        public void Write(string text)
        {
            lock (stream)
            {
                stream.Write(Encoding.Latin1.GetBytes(text));
            }
        }

        public void Dispose() => stream.Dispose();
    }
}
