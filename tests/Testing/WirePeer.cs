using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Xunit;

namespace Zhkh.Testing;

/// <summary>
/// A SIP peer on a UDP socket that does only what the test says: no retransmissions, no state, no code of ours. It
/// writes and reads text.
/// </summary>
public sealed class WirePeer : IDisposable
{
    private const int MessagesMax = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Socket _socket;
    private readonly Thread _thread;
    private readonly Channel<WireMessage> _received = Channel.CreateBounded<WireMessage>(MessagesMax);
    private int _serial;

    /// <param name="server">Where requests go.</param>
    public WirePeer(IPEndPoint server, string local = "127.0.0.1", int port = 0)
    {
        Server = server;
        var address = IPAddress.Parse(local);
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(new IPEndPoint(address, port));
        Local = (IPEndPoint)_socket.LocalEndPoint!;
        _thread = new Thread(Receive) { IsBackground = true, Name = "wire-peer" };
        _thread.Start();
    }

    public IPEndPoint Server { get; set; }

    public IPEndPoint Local { get; }

    public string NewBranch() => $"z9hG4bK-peer-{Local.Port}-{Interlocked.Increment(ref _serial)}";

    public string NewCallId() => $"call-{Guid.NewGuid():N}";

    public void Send(string message) => Send(Encoding.Latin1.GetBytes(message));

    public void Send(byte[] message) => _socket.SendTo(message, Server);

    public void SendTo(byte[] message, IPEndPoint to) => _socket.SendTo(message, to);

    /// <summary>The next message; fails the test when none comes.</summary>
    public async Task<WireMessage> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await _received.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Nothing came to {Local} in {Patience.TotalSeconds} s.");
            throw;
        }
    }

    /// <summary>What has come already, or null.</summary>
    public WireMessage? TryReceive() => _received.Reader.TryRead(out var message) ? message : null;

    /// <summary>The next message that is the final response or the request named, skipping provisionals.</summary>
    public async Task<WireMessage> ReceiveFinalAsync()
    {
        for (;;)
        {
            var message = await ReceiveAsync();
            if (message.Status is 0 or >= 200)
            {
                return message;
            }
        }
    }

    /// <summary>
    /// Proves silence without waiting: a ping is sent now, and its answer must be the next thing that comes. What was
    /// answered before the ping would have come before it.
    /// </summary>
    public async Task ExpectNothingAsync()
    {
        var ping = $"ping-{Guid.NewGuid():N}";
        Send(Request("OPTIONS", "sip:ping@test", ping, 1));
        var next = await ReceiveAsync();
        Assert.True(next["Call-ID"] == ping, $"Silence was expected, this came:\n{next}");
    }

    /// <summary>A request outside a dialog with the usual fields; more fields are whole lines.</summary>
    public string Request(
        string method, string uri, string callId, int cseq, string? branch = null, string from = "peer",
        string? toTag = null, string? fromTag = "peertag", string body = "", string? contentType = null,
        params string[] more)
    {
        var text = new StringBuilder();
        text.Append($"{method} {uri} SIP/2.0\r\n");
        text.Append($"Via: SIP/2.0/UDP {HostPort()};rport;branch={branch ?? NewBranch()}\r\n");
        text.Append("Max-Forwards: 70\r\n");
        text.Append($"From: <sip:{from}@peer.test>{(fromTag is null ? "" : ";tag=" + fromTag)}\r\n");
        text.Append($"To: <{uri}>{(toTag is null ? "" : ";tag=" + toTag)}\r\n");
        text.Append($"Call-ID: {callId}\r\nCSeq: {cseq} {method}\r\n");
        text.Append($"Contact: <sip:{from}@{HostPort()}>\r\n");
        foreach (var line in more)
        {
            text.Append(line).Append("\r\n");
        }

        if (body.Length > 0)
        {
            text.Append($"Content-Type: {contentType ?? "application/sdp"}\r\n");
        }

        return text.Append($"Content-Length: {body.Length}\r\n\r\n{body}").ToString();
    }

    /// <summary>A response to a request of theirs.</summary>
    public string Response(WireMessage request, int status, string toTag, string body = "", params string[] more)
    {
        var text = new StringBuilder($"SIP/2.0 {status} Said\r\n");
        foreach (var via in request.All("Via"))
        {
            text.Append($"Via: {via}\r\n");
        }

        var to = request["To"];
        to += toTag.Length > 0 && !to.Contains(";tag=", StringComparison.Ordinal) ? ";tag=" + toTag : "";
        text.Append($"From: {request["From"]}\r\nTo: {to}\r\n");
        text.Append($"Call-ID: {request["Call-ID"]}\r\nCSeq: {request["CSeq"]}\r\n");
        text.Append($"Contact: <sip:peer@{HostPort()}>\r\n");
        foreach (var line in more)
        {
            text.Append(line).Append("\r\n");
        }

        if (body.Length > 0)
        {
            text.Append("Content-Type: application/sdp\r\n");
        }

        return text.Append($"Content-Length: {body.Length}\r\n\r\n{body}").ToString();
    }

    public string HostPort() => Local.ToString();

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Receive()
    {
        var buffer = new byte[65_536];
        EndPoint from = new IPEndPoint(
            Local.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        try
        {
            for (;;)
            {
                var length = _socket.ReceiveFrom(buffer, ref from);
                _received.Writer.TryWrite(new WireMessage(buffer[..length], (IPEndPoint)from));
            }
        }
        catch (SocketException)
        {
            _received.Writer.TryComplete();
        }
        catch (ObjectDisposedException)
        {
            _received.Writer.TryComplete();
        }
    }
}
