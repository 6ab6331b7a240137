using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Zhkh.Testing;

/// <summary>
/// An operator's server on a UDP socket that answers by a script and remembers what it was told; no code of ours.
/// </summary>
public sealed class ScriptedOperator : IDisposable
{
    private readonly Socket _socket;
    private readonly Func<WireMessage, string?> _answer;
    private readonly List<WireMessage> _heard = [];
    private readonly Thread _thread;
    private int _busy;

    /// <param name="answer">What to say to a request; null = nothing.</param>
    public ScriptedOperator(string address, Func<WireMessage, string?> answer, int port = 0)
    {
        _answer = answer;
        var local = IPAddress.Parse(address);
        _socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(new IPEndPoint(local, port));
        Local = (IPEndPoint)_socket.LocalEndPoint!;
        _thread = new Thread(Receive) { IsBackground = true, Name = "scripted-operator" };
        _thread.Start();
    }

    public IPEndPoint Local { get; }

    /// <summary>Everything that came was read and answered.</summary>
    public bool IsIdle => _socket.Available == 0 && Volatile.Read(ref _busy) == 0;

    /// <summary>Requests in the order they came, retransmissions included.</summary>
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

    /// <summary>Requests of a method, one for each CSeq: what was meant, not what was repeated.</summary>
    public IReadOnlyList<WireMessage> Of(string method) =>
        [.. Heard.Where(m => m.Method == method).DistinctBy(m => m["Call-ID"] + m["CSeq"])];

    public static string Response(WireMessage request, int status, params string[] more)
    {
        var text = new StringBuilder($"SIP/2.0 {status} Said\r\n");
        foreach (var via in request.All("Via"))
        {
            text.Append($"Via: {via}\r\n");
        }

        var to = request["To"];
        to += status > 100 && !to.Contains(";tag=", StringComparison.Ordinal) ? ";tag=operator" : "";
        text.Append($"From: {request["From"]}\r\nTo: {to}\r\nCall-ID: {request["Call-ID"]}\r\n");
        text.Append($"CSeq: {request["CSeq"]}\r\n");
        foreach (var line in more)
        {
            text.Append(line).Append("\r\n");
        }

        return text.Append("Content-Length: 0\r\n\r\n").ToString();
    }

    /// <summary>200 to a REGISTER with the contact as it came.</summary>
    public static string Registered(WireMessage request, int seconds) =>
        Response(request, 200, $"Contact: {request["Contact"]};expires={seconds}");

    /// <summary>200 to an INVITE.</summary>
    /// <param name="sdp">Null: PCMA without telephone-event at a port where nobody is.</param>
    /// <param name="parameters">Of the Contact's URI: ;transport=tcp.</param>
    public static string Answered(WireMessage invite, IPEndPoint at, string? sdp = null, string parameters = "")
    {
        var family = at.AddressFamily == AddressFamily.InterNetwork ? "IP4" : "IP6";
        sdp ??= $"v=0\r\no=- 1 1 IN {family} {at.Address}\r\ns=-\r\nc=IN {family} {at.Address}\r\nt=0 0\r\n"
            + "m=audio 40000 RTP/AVP 8\r\n";
        var head = Response(invite, 200, $"Contact: <sip:op@{at}{parameters}>", "Content-Type: application/sdp");
        return head.Replace("Content-Length: 0\r\n\r\n", $"Content-Length: {sdp.Length}\r\n\r\n{sdp}",
            StringComparison.Ordinal);
    }

    /// <summary>A request of the operator inside a call that it answered.</summary>
    public static string Within(
        WireMessage invite, IPEndPoint at, string method, int cseq, string body = "", string contentType = "",
        string transport = "UDP")
    {
        var type = body.Length > 0 ? $"Content-Type: {contentType}\r\n" : "";
        return $"{method} {invite.Uri("Contact")} SIP/2.0\r\n"
            + $"Via: SIP/2.0/{transport} {at};branch=z9hG4bK-op-{invite.Tag("From")}-{cseq}\r\nMax-Forwards: 70\r\n"
            + $"From: {invite["To"]};tag=operator\r\nTo: {invite["From"]}\r\nCall-ID: {invite["Call-ID"]}\r\n"
            + $"CSeq: {cseq} {method}\r\n{type}Content-Length: {body.Length}\r\n\r\n{body}";
    }

    public static string Challenge(
        WireMessage request, string nonce, string more = "", string algorithm = "MD5", bool proxy = false) =>
        Response(request, proxy ? 407 : 401, (proxy ? "Proxy-Authenticate" : "WWW-Authenticate")
            + $": Digest realm=\"op.test\", nonce=\"{nonce}\", algorithm={algorithm}, qop=\"auth\"{more}");

    /// <summary>Whether the login of a request is right for a nonce.</summary>
    public static bool Knows(
        WireMessage request, string user, string password, string nonce, bool sha256 = false, bool proxy = false)
    {
        var login = request[proxy ? "Proxy-Authorization" : "Authorization"];
        string Field(string name) => WireMessage.Field(login, name);
        return Field("username") == user && Field("nonce") == nonce
            && Field("uri") == request.StartLine.Split(' ')[1]
            && Field("response") == WireDigest.Response(
                user, "op.test", password, request.Method, Field("uri"), nonce, Field("nc"), Field("cnonce"), sha256);
    }

    public void Send(string message, IPEndPoint to) => _socket.SendTo(Encoding.Latin1.GetBytes(message), to);

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
                Volatile.Write(ref _busy, 0);
                _socket.Poll(Timeout.Infinite, SelectMode.SelectRead);
                Volatile.Write(ref _busy, 1);
                var length = _socket.ReceiveFrom(buffer, ref from);
                if (length <= 4)
                {
                    continue;   // a keep-alive
                }

                var message = new WireMessage(buffer[..length], (IPEndPoint)from);
                lock (_heard)
                {
                    _heard.Add(message);
                }

                if (message.Status == 0 && _answer(message) is { } answer)
                {
                    _socket.SendTo(Encoding.Latin1.GetBytes(answer), from);
                }
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
