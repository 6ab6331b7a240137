using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>The first line taken apart (RFC 3261 §7.1 and §7.2). A status of 0 means a request.</summary>
internal readonly record struct StartLine(
    ParseError Error, SipMethod Method, ReadOnlyMemory<byte> Uri, int Status, ReadOnlyMemory<byte> Reason)
{
    // The longest method of a published RFC has 9 letters, RFC 4475's longest 72.
    private const int MethodMax = 128;

    internal static StartLine Read(ReadOnlyMemory<byte> line) =>
        line.Length >= 4 && Ascii.EqualsIgnoreCase(line.Span[..4], "SIP/"u8) ? ReadStatus(line) : ReadRequest(line);

    // Method SP Request-URI SP SIP-Version. Whatever stands between the first and the last space is the URI, so a
    // line with too many spaces can still be answered 400.
    private static StartLine ReadRequest(ReadOnlyMemory<byte> line)
    {
        var trimmed = Grammar.Trim(line);
        var span = trimmed.Span;
        var firstSpace = span.IndexOf((byte)' ');
        var lastSpace = span.LastIndexOf((byte)' ');
        if (firstSpace <= 0 || !IsVersion(span[(lastSpace + 1)..]))
        {
            return default(StartLine) with { Error = ParseError.NotSip };
        }

        var uri = lastSpace > firstSpace ? trimmed[(firstSpace + 1)..lastSpace] : default;
        var error = ParseError.None;
        SipMethod method = default;
        if (firstSpace > MethodMax || !SipMethod.TryParse(span[..firstSpace], out method)
            || trimmed.Length != line.Length || uri.IsEmpty
            || uri.Span.IndexOfAny((byte)' ', (byte)'\t') >= 0)
        {
            error = ParseError.RequestLine;
        }
        else if (!IsOurVersion(span[(lastSpace + 1)..]))
        {
            error = ParseError.Version;
        }

        return new StartLine(error, method, uri, 0, default);
    }

    private static StartLine ReadStatus(ReadOnlyMemory<byte> line)
    {
        var span = line.Span;
        // "SIP/2.0 200": the phrase may be empty, and then some leave out the space before it.
        var ok = span.Length >= 11 && IsOurVersion(span[..7]) && span[7] == (byte)' '
            && Grammar.TryNumber(span[8..11], 699, out var code) && code >= 100
            && (span.Length == 11 || span[11] == (byte)' ');
        return ok
            ? new StartLine(ParseError.None, default, default, Code(span[8..11]), line[Math.Min(12, line.Length)..])
            : default(StartLine) with { Error = ParseError.StatusLine };
    }

    private static int Code(ReadOnlySpan<byte> digits) =>
        ((digits[0] - '0') * 100) + ((digits[1] - '0') * 10) + (digits[2] - '0');

    // SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT; the string is case-insensitive (RFC 3261 §7.1).
    private static bool IsVersion(ReadOnlySpan<byte> text)
    {
        if (text.Length < 7 || !Ascii.EqualsIgnoreCase(text[..4], "SIP/"u8))
        {
            return false;
        }

        var digits = text[4..];
        var dot = digits.IndexOf((byte)'.');
        return dot > 0 && Grammar.TryNumber(digits[..dot], ushort.MaxValue, out _)
            && Grammar.TryNumber(digits[(dot + 1)..], ushort.MaxValue, out _);
    }

    private static bool IsOurVersion(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text, "SIP/2.0"u8);
}
