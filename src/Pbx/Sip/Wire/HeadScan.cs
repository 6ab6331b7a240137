using System.Buffers;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Walks over start line and fields, keeps the fields that are whole and remembers the first fault. A line with a
/// fault is not kept, so nothing that is repeated in an answer can hold a bare CR, LF or NUL.
/// </summary>
internal sealed class HeadScan
{
    // CTL of RFC 3261 §25.1 but HTAB.
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Append(0x7F).Select(c => (byte)c)]);

    private readonly byte[] _octets;
    private readonly SipLimits _limits;
    private int _at;

    internal HeadScan(byte[] octets, SipLimits limits)
    {
        _octets = octets;
        _limits = limits;
        Run();
    }

    /// <summary>The fields that are whole.</summary>
    internal HeaderTable Fields { get; } = new();

    /// <summary>The start line without its CRLF.</summary>
    internal ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>What follows the empty line.</summary>
    internal ReadOnlyMemory<byte> Rest { get; private set; }

    /// <summary>The first fault.</summary>
    internal ParseError Error { get; private set; }

    /// <summary>
    /// Content-Length; −1 when there is none. Two are a fault even when they agree (RFC 4475 §3.3.9).
    /// </summary>
    internal ParseError ReadContentLength(out int length)
    {
        length = -1;
        var at = Fields.Find(HeaderName.ContentLength, 0);
        if (at < 0)
        {
            return ParseError.None;
        }

        if (Fields.Find(HeaderName.ContentLength, at + 1) >= 0
            || !Grammar.TryNumber(Fields[at].Value.Span, int.MaxValue, out var number))
        {
            return ParseError.ContentLength;
        }

        length = (int)number;
        return ParseError.None;
    }

    private void Run()
    {
        var fieldsStart = 0;
        for (var first = true; ; first = false)
        {
            var start = _at;
            var fault = ParseError.None;
            if (!TryLine(start, ref fault, out var end, out var firstEnd))
            {
                Note(ParseError.Unterminated);
                Line = first ? _octets.AsMemory() : Line;
                return;
            }

            if (first)
            {
                TakeStartLine(firstEnd, end, fault);
                fieldsStart = _at;
            }
            else if (end == start)
            {
                Note(fault);
                Rest = _octets.AsMemory(_at);
                return;
            }
            else if (_at - fieldsStart > _limits.HeadMax || Fields.Count >= _limits.FieldCountMax)
            {
                Note(Fields.Count >= _limits.FieldCountMax ? ParseError.TooManyFields : ParseError.TooLarge);
                return;
            }
            else
            {
                Note(fault == ParseError.None ? TakeField(start, firstEnd, end) : fault);
            }
        }
    }

    // A fold has nothing to continue after the start line: it is what a smuggler writes.
    private void TakeStartLine(int firstEnd, int end, ParseError fault)
    {
        Line = _octets.AsMemory(0, firstEnd);
        Note(firstEnd > _limits.StartLineMax ? ParseError.StartLineTooLong : fault);
        Note(firstEnd == end ? ParseError.None : ParseError.Field);
    }

    // One logical line: to the first line end that is not followed by white space (RFC 3261 §7.3.1).
    private bool TryLine(int start, ref ParseError fault, out int end, out int firstEnd)
    {
        firstEnd = -1;
        end = start;
        do
        {
            var length = _octets.AsSpan(_at).IndexOf((byte)'\n');
            if (length < 0)
            {
                return false;
            }

            var line = _octets.AsSpan(_at, length);
            end = _at + length;
            if (line is [.., (byte)'\r'])
            {
                end--;
                line = line[..^1];
            }
            else if (fault == ParseError.None)
            {
                fault = ParseError.LineEnd;
            }

            fault = fault == ParseError.None ? Judge(line) : fault;
            firstEnd = firstEnd < 0 ? end : firstEnd;
            _at += length + 1;
        }
        while (end > start && _at < _octets.Length && _octets[_at] is (byte)' ' or (byte)'\t');

        return true;
    }

    private static ParseError Judge(ReadOnlySpan<byte> line)
    {
        for (var from = 0; line[from..].IndexOfAny(Controls) is var at and >= 0; from += at + 1)
        {
            // quoted-pair may hold any of them but CR and LF (RFC 4475 §3.1.1.2); whether it stands in quotes
            // is for the field's own grammar.
            if (line[from + at] == (byte)'\r')
            {
                return ParseError.LineEnd;
            }

            if (from + at == 0 || line[from + at - 1] != (byte)'\\')
            {
                return ParseError.ControlCharacter;
            }
        }

        return ParseError.None;
    }

    // header-name *( SP / HTAB ) ":" value: "X-Name : v" is X-Name (CVE-2020-28361).
    private ParseError TakeField(int start, int firstEnd, int end)
    {
        if (end - start > _limits.FieldMax)
        {
            return ParseError.FieldTooLong;
        }

        var colon = _octets.AsSpan(start, firstEnd - start).IndexOf((byte)':');
        var name = _octets.AsSpan(start, Math.Max(colon, 0)).TrimEnd(" \t"u8);
        if (!Grammar.IsToken(name))
        {
            return ParseError.Field;
        }

        var valueStart = start + colon + 1;
        while (valueStart < end && Grammar.IsWhite(_octets[valueStart]))
        {
            valueStart++;
        }

        var valueEnd = end;
        while (valueEnd > valueStart && Grammar.IsWhite(_octets[valueEnd - 1]))
        {
            valueEnd--;
        }

        Fields.Add(new Header(
            HeaderNames.Find(name), _octets, start, end - start, name.Length, valueStart, valueEnd - valueStart));
        return ParseError.None;
    }

    private void Note(ParseError fault) => Error = Error == ParseError.None ? fault : Error;
}
