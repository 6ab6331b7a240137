using System.Text;

namespace Zhkh.Console.Tests.Telephony;

/// <summary>A SIP message as far as a test's telephone needs it, written for the tests alone.</summary>
internal sealed class SipText
{
    private readonly List<(string Name, string Value)> _headers = [];

    private SipText(string firstLine) => FirstLine = firstLine;

    public string FirstLine { get; }

    public string Body { get; private init; } = "";

    public bool IsRequest => !FirstLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal);

    public string Method => IsRequest ? FirstLine.Split(' ')[0] : this["CSeq"].Split(' ')[1];

    public int Status => IsRequest ? 0 : int.Parse(FirstLine.Split(' ')[1], System.Globalization.NumberStyles.None,
        System.Globalization.CultureInfo.InvariantCulture);

    public string this[string name] => All(name).FirstOrDefault()
        ?? throw new InvalidOperationException($"{FirstLine}: no {name}");

    public IEnumerable<string> All(string name) => _headers
        .Where(each => string.Equals(each.Name, name, StringComparison.OrdinalIgnoreCase)).Select(each => each.Value);

    public static SipText Parse(byte[] datagram)
    {
        var text = Encoding.UTF8.GetString(datagram);
        var split = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = (split < 0 ? text : text[..split]).Split("\r\n");
        var parsed = new SipText(head[0]) { Body = split < 0 ? "" : text[(split + 4)..] };
        foreach (var line in head.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            parsed._headers.Add((Full(line[..colon].Trim()), line[(colon + 1)..].Trim()));
        }

        return parsed;
    }

    /// <summary>An answer to this request, with what must be copied from it.</summary>
    public byte[] Answer(int status, string reason, string tag, string? contact = null, string? sdp = null)
    {
        var to = this["To"];
        var lines = new List<string> { $"SIP/2.0 {status} {reason}" };
        lines.AddRange(All("Via").Select(via => $"Via: {via}"));
        lines.AddRange(All("Record-Route").Select(route => $"Record-Route: {route}"));
        lines.Add($"From: {this["From"]}");
        lines.Add($"To: {(to.Contains("tag=", StringComparison.Ordinal) || status == 100 ? to : $"{to};tag={tag}")}");
        lines.Add($"Call-ID: {this["Call-ID"]}");
        lines.Add($"CSeq: {this["CSeq"]}");
        if (contact is not null)
        {
            lines.Add($"Contact: <{contact}>");
        }

        return Build(lines, sdp);
    }

    public static byte[] Build(IEnumerable<string> lines, string? sdp = null)
    {
        var all = lines.ToList();
        if (sdp is not null)
        {
            all.Add("Content-Type: application/sdp");
        }

        all.Add($"Content-Length: {Encoding.UTF8.GetByteCount(sdp ?? "")}");
        return Encoding.UTF8.GetBytes(string.Join("\r\n", all) + "\r\n\r\n" + sdp);
    }

    /// <summary>PCMA with keys, on a port where somebody listens.</summary>
    public static string Offer(int rtpPort) => string.Join("\r\n",
        "v=0", $"o=- {rtpPort} 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0",
        $"m=audio {rtpPort} RTP/AVP 8 101", "a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv", "");

    private static string Full(string name) => name.ToLowerInvariant() switch
    {
        "v" => "Via", "f" => "From", "t" => "To", "i" => "Call-ID", "m" => "Contact", "l" => "Content-Length",
        "c" => "Content-Type", _ => name,
    };
}
