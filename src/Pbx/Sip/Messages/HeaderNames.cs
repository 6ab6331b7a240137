using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// How header fields are spelled: full form, compact form (RFC 3261 §7.3.3), and which may carry lists.
/// </summary>
public static class HeaderNames
{
    // Indexed by HeaderName; the text is what we write.
    private static readonly string[] Spelled =
    [
        "", "Accept", "Accept-Encoding", "Accept-Language", "Alert-Info", "Allow", "Allow-Events",
        "Authentication-Info", "Authorization", "Call-ID", "Call-Info", "Contact", "Content-Disposition",
        "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "CSeq", "Date", "Diversion",
        "Error-Info", "Event", "Expires", "From", "History-Info", "Identity", "In-Reply-To", "Max-Forwards",
        "MIME-Version", "Min-Expires", "Min-SE", "Organization", "P-Asserted-Identity", "P-Preferred-Identity",
        "Path", "Priority", "Privacy", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Require", "RAck",
        "Reason", "Record-Route", "Referred-By", "Refer-To", "Replaces", "Reply-To", "Request-Disposition",
        "Require", "Retry-After", "Route", "RSeq", "Server", "Service-Route", "Session-Expires", "Subject",
        "Subscription-State", "Supported", "Timestamp", "To", "Unsupported", "User-Agent", "Via", "Warning",
        "WWW-Authenticate",
    ];

    private static readonly byte[][] SpelledBytes = [.. Spelled.Select(Encoding.ASCII.GetBytes)];

    // By length: a name is compared with the few of its own length, so the cost does not depend on how many we know.
    private static readonly HeaderName[][] ByLength = [.. Enumerable.Range(0, Spelled.Max(s => s.Length) + 1)
        .Select(length => Enumerable.Range(1, Spelled.Length - 1)
            .Where(i => Spelled[i].Length == length).Select(i => (HeaderName)i).ToArray())];

    /// <summary>How many values <see cref="HeaderName"/> has, <see cref="HeaderName.Other"/> included.</summary>
    public static int Count => Spelled.Length;

    /// <summary>The spelling we send; empty for <see cref="HeaderName.Other"/>.</summary>
    public static string Text(HeaderName name) => Spelled[(int)name];

    internal static ReadOnlySpan<byte> Bytes(HeaderName name) => SpelledBytes[(int)name];

    /// <summary>
    /// Finds the field by full or compact spelling, in any case. No escapes are undone: RFC 4475 §3.1.1.5.
    /// </summary>
    public static HeaderName Find(ReadOnlySpan<byte> text)
    {
        if (text.Length == 1)
        {
            return Compact(text[0]);
        }

        if (text.Length >= ByLength.Length)
        {
            return HeaderName.Other;
        }

        foreach (var candidate in ByLength[text.Length])
        {
            if (Ascii.EqualsIgnoreCase(text, SpelledBytes[(int)candidate]))
            {
                return candidate;
            }
        }

        return HeaderName.Other;
    }

    // The IANA registry of compact forms, as of RFC 3261, 3515, 3841, 3892, 4028, 6665 and 8224.
    private static HeaderName Compact(byte letter) => (char)(letter | 0x20) switch
    {
        'b' => HeaderName.ReferredBy,
        'c' => HeaderName.ContentType,
        'd' => HeaderName.RequestDisposition,
        'e' => HeaderName.ContentEncoding,
        'f' => HeaderName.From,
        'i' => HeaderName.CallId,
        'k' => HeaderName.Supported,
        'l' => HeaderName.ContentLength,
        'm' => HeaderName.Contact,
        'o' => HeaderName.Event,
        'r' => HeaderName.ReferTo,
        's' => HeaderName.Subject,
        't' => HeaderName.To,
        'u' => HeaderName.AllowEvents,
        'v' => HeaderName.Via,
        'x' => HeaderName.SessionExpires,
        'y' => HeaderName.Identity,
        _ => HeaderName.Other,
    };
}
