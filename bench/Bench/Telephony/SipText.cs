using System.Net;
using System.Text;
using Zhkh.Testing;

namespace Zhkh.Bench;

/// <summary>The few SIP messages of the RTP generator.</summary>
internal static class SipText
{
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n"));

    /// <summary>A-law and keys, 20 ms.</summary>
    public static string Sound(IPEndPoint rtp) => $"""
        v=0
        o=- 1 1 IN IP4 {rtp.Address}
        s=-
        c=IN IP4 {rtp.Address}
        t=0 0
        m=audio {rtp.Port} RTP/AVP 8 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        a=ptime:20
        a=sendrecv

        """;

    /// <summary>Where the other side wants its sound.</summary>
    public static IPEndPoint? Far(WireMessage message)
    {
        string? address = null, port = null;
        foreach (var line in message.Body.Split("\r\n"))
        {
            address ??= line.StartsWith("c=IN IP4 ", StringComparison.Ordinal) ? line[9..].Split('/')[0] : null;
            port ??= line.StartsWith("m=audio ", StringComparison.Ordinal) ? line.Split(' ')[1] : null;
        }

        return IPAddress.TryParse(address, out var ip) && ushort.TryParse(port, out var number) && number > 0
            ? new IPEndPoint(ip, number) : null;
    }

    /// <summary>A request of the caller.</summary>
    /// <param name="to">The To header's value, with the tag once there is one.</param>
    public static byte[] Request(
        string method, string uri, IPEndPoint local, string branch, string to, string callId, int sequence, string body)
    {
        var length = Bytes(body).Length;
        return Bytes($"""
            {method} {uri} SIP/2.0
            Via: SIP/2.0/UDP {local};branch=z9hG4bK{branch}
            From: <sip:+79370000030@{local.Address}>;tag=b{callId.Split('@')[0]}
            To: {to}
            Call-ID: {callId}
            CSeq: {sequence} {method}
            Contact: <sip:bench@{local}>
            Max-Forwards: 70
            {(length > 0 ? $"Content-Type: application/sdp\nContent-Length: {length}" : "Content-Length: 0")}

            {body}
            """);
    }

    /// <summary>A response to what came; <paramref name="tag"/> completes a To that has none.</summary>
    public static byte[] Response(WireMessage request, string status, IPEndPoint local, string tag, string body)
    {
        var length = Bytes(body).Length;
        var to = request.Tag("To").Length > 0 ? request["To"] : $"{request["To"]};tag={tag}";
        var routes = string.Concat(request.All("Record-Route").Select(route => $"Record-Route: {route}\n"));
        var vias = string.Concat(request.All("Via").Select(via => $"Via: {via}\n"));
        return Bytes($"""
            SIP/2.0 {status}
            {vias}{routes}From: {request["From"]}
            To: {to}
            Call-ID: {request["Call-ID"]}
            CSeq: {request["CSeq"]}
            Contact: <sip:bench@{local}>
            {(length > 0 ? $"Content-Type: application/sdp\nContent-Length: {length}" : "Content-Length: 0")}

            {body}
            """);
    }
}
