using System.Net;
using System.Net.Sockets;

namespace Zhkh.Pbx.Sip;

/// <summary>hostport = host [ ":" port ] of RFC 3261 §25.1, in URIs and in Via.</summary>
internal static class HostPort
{
    // RFC 1035 §2.3.4.
    private const int HostNameMax = 253;

    /// <summary>Reads from the start of the text; the rest of it is the caller's to judge.</summary>
    internal static bool TryRead(
        ReadOnlySpan<byte> text, bool allowWhite, out int hostLength, out int port, out int used)
    {
        port = 0;
        used = 0;
        hostLength = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        if (text[0] == (byte)'[')
        {
            hostLength = text.IndexOf((byte)']') + 1;
            if (hostLength == 0 || !IsIPv6(text[1..(hostLength - 1)]))
            {
                return false;
            }
        }
        else
        {
            var end = text.IndexOfAnyExcept(Grammar.HostName);
            hostLength = end < 0 ? text.Length : end;
            if (!IsHostName(text[..hostLength]))
            {
                return false;
            }
        }

        return TryPort(text, allowWhite, hostLength, out port, out used);
    }

    private static bool TryPort(ReadOnlySpan<byte> text, bool allowWhite, int at, out int port, out int used)
    {
        port = 0;
        used = at;
        at = SkipWhite(text, allowWhite, at);
        if (at >= text.Length || text[at] != (byte)':')
        {
            return true;
        }

        var start = SkipWhite(text, allowWhite, at + 1);
        var end = start;
        while (end < text.Length && Grammar.IsDigit(text[end]))
        {
            end++;
        }

        used = end;
        var ok = Grammar.TryNumber(text[start..end], ushort.MaxValue, out var number);
        port = (int)number;
        // Port 0 names nobody: an answer could never get there.
        return ok && port > 0;
    }

    private static int SkipWhite(ReadOnlySpan<byte> text, bool allowed, int at)
    {
        while (allowed && at < text.Length && Grammar.IsWhite(text[at]))
        {
            at++;
        }

        return at;
    }

    // Labels are not empty; a name whose last label begins with a digit must be an IPv4 address (RFC 1123 §2.1),
    // so "1.2.3" and ".1" never reach a resolver (GHSA-v428-g3cw-7hv9).
    private static bool IsHostName(ReadOnlySpan<byte> host)
    {
        if (host.IsEmpty || host.Length > HostNameMax || host[0] is (byte)'.' or (byte)'-'
            || host.IndexOf(".."u8) >= 0)
        {
            return false;
        }

        var name = host[^1] == (byte)'.' ? host[..^1] : host;
        var last = name[(name.LastIndexOf((byte)'.') + 1)..];
        return !Grammar.IsDigit(last[0]) || IsIPv4(host);
    }

    private static bool IsIPv4(ReadOnlySpan<byte> host)
    {
        for (var part = 1; part <= 4; part++)
        {
            var dot = host.IndexOf((byte)'.');
            var digits = dot < 0 ? host : host[..dot];
            if (digits.Length > 3 || !Grammar.TryNumber(digits, 255, out _) || (dot < 0) != (part == 4))
            {
                return false;
            }

            host = dot < 0 ? default : host[(dot + 1)..];
        }

        return true;
    }

    private static bool IsIPv6(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[46];
        if (text.Length > characters.Length || text.IndexOf((byte)'%') >= 0)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            characters[i] = (char)text[i];
        }

        return IPAddress.TryParse(characters[..text.Length], out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
