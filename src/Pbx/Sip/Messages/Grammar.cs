using System.Buffers;

namespace Zhkh.Pbx.Sip;

/// <summary>The basic rules of RFC 3261 §25.1 over octets.</summary>
internal static class Grammar
{
    private const string Alphanum = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~")</summary>
    internal static readonly SearchValues<byte> Token = Of(Alphanum + "-.!%*_+`'~");

    /// <summary>word of Call-ID: token and separators that cannot begin another field part.</summary>
    internal static readonly SearchValues<byte> Word = Of(Alphanum + "-.!%*_+`'~()<>:\\\"/[]?{}");

    /// <summary>unreserved = alphanum / mark; "%" stands for an escape, checked apart.</summary>
    internal static readonly SearchValues<byte> UserPart = Of(Alphanum + "-_.!~*'()&=+$,;?/%");
    internal static readonly SearchValues<byte> Password = Of(Alphanum + "-_.!~*'()&=+$,%");
    internal static readonly SearchValues<byte> UriParameter = Of(Alphanum + "-_.!~*'()[]/:&+$%");
    internal static readonly SearchValues<byte> UriHeader = Of(Alphanum + "-_.!~*'()[]/?:+$%");

    /// <summary>What may stand in an absoluteURI of RFC 2396: reserved, unreserved, escapes.</summary>
    internal static readonly SearchValues<byte> OpaqueUri = Of(Alphanum + "-_.!~*'();/?:@&=+$,%[]#");

    /// <summary>
    /// gen-value = token / host; "[", "]" and ":" are of IPv6 hosts. The rest gateways send unquoted: it separates
    /// nothing, so it is let pass.
    /// </summary>
    internal static readonly SearchValues<byte> ParameterValue = Of(Alphanum + "-.!%*_+`'~[]:/=@&$?");

    /// <summary>host characters; "_" is not in RFC 3261 but stands in names of container networks.</summary>
    internal static readonly SearchValues<byte> HostName = Of(Alphanum + "-._");

    private static SearchValues<byte> Of(string characters) =>
        SearchValues.Create([.. characters.Select(c => (byte)c)]);

    internal static bool IsWhite(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    internal static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    internal static bool IsAll(ReadOnlySpan<byte> text, SearchValues<byte> allowed) =>
        text.Length > 0 && !text.ContainsAnyExcept(allowed);

    internal static bool IsToken(ReadOnlySpan<byte> text) => IsAll(text, Token);

    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && IsWhite(text[0]))
        {
            text = text[1..];
        }

        while (text.Length > 0 && IsWhite(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    internal static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> text)
    {
        var span = text.Span;
        var start = 0;
        var end = span.Length;
        while (start < end && IsWhite(span[start]))
        {
            start++;
        }

        while (end > start && IsWhite(span[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>
    /// 1*DIGIT up to a maximum; leading zeros are allowed (RFC 4475 §3.1.1.1), signs and spaces are not.
    /// </summary>
    internal static bool TryNumber(ReadOnlySpan<byte> digits, uint max, out uint value)
    {
        value = 0;
        if (digits.IsEmpty)
        {
            return false;
        }

        ulong sum = 0;
        foreach (var b in digits)
        {
            if (!IsDigit(b))
            {
                return false;
            }

            sum = (sum * 10) + (uint)(b - '0');
            if (sum > max)
            {
                return false;
            }
        }

        value = (uint)sum;
        return true;
    }

    /// <summary>Every "%" is followed by two hexadecimal digits.</summary>
    internal static bool EscapesAreWhole(ReadOnlySpan<byte> text)
    {
        for (int at; (at = text.IndexOf((byte)'%')) >= 0; text = text[(at + 3)..])
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[at + 1])
                || !char.IsAsciiHexDigit((char)text[at + 2]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The length of the quoted string at the start of <paramref name="text"/>, quotes included; −1 when it is not
    /// closed or holds an octet that must be escaped.
    /// </summary>
    internal static int QuotedLength(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"':
                    return i + 1;
                case (byte)'\\':
                    // quoted-pair = "\" (%x00-09 / %x0B-0C / %x0E-7F)
                    if (++i >= text.Length || text[i] is (byte)'\r' or (byte)'\n' || text[i] > 0x7F)
                    {
                        return -1;
                    }

                    break;
                case < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n'):
                case 0x7F:
                    return -1;
            }
        }

        return -1;
    }
}
