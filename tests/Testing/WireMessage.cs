using System.Globalization;
using System.Net;
using System.Text;

namespace Zhkh.Testing;

/// <summary>A SIP message as a peer of the network sees it: text split at its colons, nothing more.</summary>
public sealed class WireMessage
{
    private readonly List<(string Name, string Value)> _headers = [];

    public WireMessage(byte[] raw, IPEndPoint from)
    {
        Raw = raw;
        From = from;
        var text = Encoding.Latin1.GetString(raw);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = (end < 0 ? text : text[..end]).Split("\r\n");
        StartLine = head[0];
        Body = end < 0 ? "" : text[(end + 4)..];
        foreach (var line in head.Skip(1))
        {
            var colon = line.IndexOf(':');
            _headers.Add(colon < 0 ? (line, "") : (line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }
    }

    public byte[] Raw { get; }

    /// <summary>Where the packet came from.</summary>
    public IPEndPoint From { get; }

    public string StartLine { get; }

    public string Body { get; }

    /// <summary>0 for a request.</summary>
    public int Status => StartLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal)
        && int.TryParse(StartLine.AsSpan(8, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code : 0;

    /// <summary>Of the start line, or of CSeq for a response.</summary>
    public string Method => Status == 0 ? StartLine.Split(' ')[0] : this["CSeq"].Split(' ')[^1];

    /// <summary>The first value, empty when absent.</summary>
    public string this[string name] =>
        _headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    public string[] All(string name) =>
        [.. _headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];

    /// <summary>The value between angle brackets, or the whole without parameters.</summary>
    public string Uri(string name)
    {
        var value = this[name];
        var open = value.IndexOf('<');
        return open < 0 ? value.Split(';')[0] : value[(open + 1)..value.IndexOf('>')];
    }

    public string Tag(string name) => Parameter(this[name], "tag");

    public static string Parameter(string value, string name)
    {
        foreach (var part in value.Split(';').Skip(1))
        {
            var pair = part.Split('=', 2);
            if (pair[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return pair.Length == 2 ? pair[1].Trim() : "";
            }
        }

        return "";
    }

    /// <summary>A quoted or bare field of a Digest header.</summary>
    public static string Field(string header, string name)
    {
        var at = header.IndexOf(name + "=", StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }

        var rest = header[(at + name.Length + 1)..];
        return rest.StartsWith('"') ? rest[1..rest.IndexOf('"', 1)] : rest.Split(',')[0].Trim();
    }

    public override string ToString() => Encoding.Latin1.GetString(Raw);
}
