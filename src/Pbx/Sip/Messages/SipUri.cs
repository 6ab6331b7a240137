using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// A URI as it stood on the wire, with its parts found (RFC 3261 §19.1). SIP and SIPS URIs are judged whole; of any
/// other scheme only the scheme is known. A view: it keeps the octets it was read from.
/// </summary>
public readonly struct SipUri
{
    private readonly ReadOnlyMemory<byte> _raw;
    private readonly Range _user;
    private readonly Range _host;
    private readonly Range _parameters;
    private readonly Range _headers;

    private SipUri(ReadOnlyMemory<byte> raw, string scheme, Range user, Range host, int port, Range tail, Range headers)
    {
        _raw = raw;
        Scheme = scheme;
        _user = user;
        _host = host;
        Port = port;
        _parameters = tail;
        _headers = headers;
    }

    /// <summary>Lower case: "sip", "sips", "tel" …</summary>
    public string Scheme { get; }

    /// <summary>sip: or sips:; only then the parts below mean anything.</summary>
    public bool IsSip => Scheme is "sip" or "sips";

    /// <summary>0 when the URI names none.</summary>
    public int Port { get; }

    /// <summary>The URI as it stood.</summary>
    public ReadOnlySpan<byte> Raw => _raw.Span;

    /// <summary>The user part with its escapes undone once (Latin-1 view; %00 is a character like any other).</summary>
    public string User => Unescape(_raw.Span[_user]);

    /// <summary>The user part as it stood, a password excluded; empty when there is none.</summary>
    public ReadOnlySpan<byte> UserRaw => _raw.Span[_user];

    /// <summary>Host name, IPv4 address or IPv6 reference in its brackets, as it stood.</summary>
    public string Host => WireText.View(_raw.Span[_host]);

    /// <summary>";name=value" after the host, as it stood.</summary>
    public ReadOnlySpan<byte> ParametersRaw => _raw.Span[_parameters];

    /// <summary>"?name=value" headers. They are never turned into header fields (RFC 4475 §3.1.2.11).</summary>
    public ReadOnlySpan<byte> HeadersRaw => _raw.Span[_headers];

    /// <summary>The URI asks for headers to be put into a request.</summary>
    public bool HasHeaders => !HeadersRaw.IsEmpty;

    /// <summary>A URI parameter: null when absent, empty when it has no value. Escapes are undone once.</summary>
    public string? Parameter(string name)
    {
        var rest = ParametersRaw;
        while (rest.Length > 0)
        {
            rest = rest[1..];
            var end = rest.IndexOf((byte)';');
            var one = end < 0 ? rest : rest[..end];
            rest = rest[one.Length..];
            var equals = one.IndexOf((byte)'=');
            var key = equals < 0 ? one : one[..equals];
            if (string.Equals(Unescape(key), name, StringComparison.OrdinalIgnoreCase))
            {
                return equals < 0 ? "" : Unescape(one[(equals + 1)..]);
            }
        }

        return null;
    }

    /// <summary>Reads a URI; the octets must be the URI and nothing else.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> text, out SipUri uri)
    {
        uri = default;
        var span = text.Span;
        var colon = span.IndexOf((byte)':');
        if (colon <= 0 || !TryScheme(span[..colon], out var scheme))
        {
            return false;
        }

        if (scheme is not ("sip" or "sips"))
        {
            var opaque = span[(colon + 1)..];
            uri = new SipUri(text, scheme, default, default, 0, default, default);
            return Grammar.IsAll(opaque, Grammar.OpaqueUri) && Grammar.EscapesAreWhole(opaque);
        }

        return Grammar.EscapesAreWhole(span) && TryParts(text, scheme, colon + 1, out uri);
    }

    /// <inheritdoc cref="TryParse(ReadOnlyMemory{byte}, out SipUri)"/>
    public static bool TryParse(string text, out SipUri uri)
    {
        uri = default;
        // Octets are escaped or not there: letters beyond Latin-1, as people type them, are no URI.
        return text.All(letter => letter <= 0xFF) && TryParse(WireText.ToBytes(text), out uri);
    }

    // "sip:" [ userinfo "@" ] host [ ":" port ] *( ";" param ) [ "?" headers ]
    private static bool TryParts(ReadOnlyMemory<byte> text, string scheme, int start, out SipUri uri)
    {
        uri = default;
        var span = text.Span;
        var user = start..start;
        // "@" may stand nowhere but after userinfo, so the first one ends it (a user part may hold ";": §3.1.1.9).
        var at = span[start..].IndexOf((byte)'@');
        if (at >= 0)
        {
            if (!TryUserInfo(span.Slice(start, at), out var userLength))
            {
                return false;
            }

            user = start..(start + userLength);
            start += at + 1;
        }

        if (!HostPort.TryRead(span[start..], allowWhite: false, out var hostLength, out var port, out var used))
        {
            return false;
        }

        var tail = start + used;
        var question = span[tail..].IndexOf((byte)'?');
        var tailEnd = question < 0 ? span.Length : tail + question;
        if (!ParametersAreWell(span[tail..tailEnd]) || !HeadersAreWell(span[tailEnd..]))
        {
            return false;
        }

        uri = new SipUri(text, scheme, user, start..(start + hostLength), port, tail..tailEnd, tailEnd..span.Length);
        return true;
    }

    private static bool TryUserInfo(ReadOnlySpan<byte> info, out int userLength)
    {
        var colon = info.IndexOf((byte)':');
        userLength = colon < 0 ? info.Length : colon;
        return Grammar.IsAll(info[..userLength], Grammar.UserPart)
            && (colon < 0 || !info[(colon + 1)..].ContainsAnyExcept(Grammar.Password));
    }

    private static bool ParametersAreWell(ReadOnlySpan<byte> rest)
    {
        while (rest.Length > 0)
        {
            if (rest[0] != (byte)';')
            {
                return false;
            }

            rest = rest[1..];
            var end = rest.IndexOf((byte)';');
            var one = end < 0 ? rest : rest[..end];
            rest = rest[one.Length..];
            var equals = one.IndexOf((byte)'=');
            if (!Grammar.IsAll(equals < 0 ? one : one[..equals], Grammar.UriParameter)
                || (equals >= 0 && !Grammar.IsAll(one[(equals + 1)..], Grammar.UriParameter)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HeadersAreWell(ReadOnlySpan<byte> rest)
    {
        for (var first = true; rest.Length > 0; first = false)
        {
            if (rest[0] != (first ? (byte)'?' : (byte)'&'))
            {
                return false;
            }

            rest = rest[1..];
            var end = rest.IndexOf((byte)'&');
            var one = end < 0 ? rest : rest[..end];
            rest = rest[one.Length..];
            var equals = one.IndexOf((byte)'=');
            if (equals <= 0 || !Grammar.IsAll(one[..equals], Grammar.UriHeader)
                || one[(equals + 1)..].ContainsAnyExcept(Grammar.UriHeader))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryScheme(ReadOnlySpan<byte> text, out string scheme)
    {
        if (Ascii.EqualsIgnoreCase(text, "sip"u8) || Ascii.EqualsIgnoreCase(text, "sips"u8))
        {
            scheme = text.Length == 3 ? "sip" : "sips";
            return true;
        }

        // scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
        scheme = "";
        foreach (var b in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        scheme = char.IsAsciiLetter((char)text[0]) ? WireText.View(text).ToLowerInvariant() : "";
        return scheme.Length > 0;
    }

    // Undone once, over octets: "%2541" is "%41" (RFC 4475 §3.1.1.3).
    private static string Unescape(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'%') < 0)
        {
            return WireText.View(text);
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'%' && i + 2 < text.Length)
            {
                plain.Append((char)((Hex(text[i + 1]) << 4) | Hex(text[i + 2])));
                i += 2;
            }
            else
            {
                plain.Append((char)text[i]);
            }
        }

        return plain.ToString();
    }

    private static int Hex(byte digit) => digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>The URI as it stood, Latin-1 view.</summary>
    public override string ToString() => WireText.View(Raw);
}
