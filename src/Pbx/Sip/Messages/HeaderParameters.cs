using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// The ";name=value" tail of a field (generic-param of RFC 3261 §25.1). It is read anew at each question: a tail is
/// short, and one pass is cheaper than a dictionary. Made only from text that was found well-formed.
/// </summary>
public readonly struct HeaderParameters
{
    private readonly ReadOnlyMemory<byte> _text;

    private HeaderParameters(ReadOnlyMemory<byte> text) => _text = text;

    /// <summary>The tail as it stands, first semicolon included.</summary>
    public ReadOnlySpan<byte> Raw => _text.Span;

    /// <summary>Judges the whole tail in one pass; an empty one is well-formed, ";;" is not.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> text, out HeaderParameters parameters)
    {
        parameters = new HeaderParameters(Grammar.Trim(text));
        var rest = parameters._text.Span;
        while (!rest.IsEmpty)
        {
            if (!TryNext(ref rest, out _, out _))
            {
                parameters = default;
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the parameter is there, with a value or without.</summary>
    public bool Has(ReadOnlySpan<byte> name) => Count(name) > 0;

    /// <summary>How often it is there. More than once is malformed (RFC 3261 §7.3.1) and judged by screening.</summary>
    public int Count(ReadOnlySpan<byte> name)
    {
        var count = 0;
        var rest = _text.Span;
        while (TryNext(ref rest, out var found, out _))
        {
            count += Ascii.EqualsIgnoreCase(found, name) ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// The first value of that name as it stands, a quoted one with its quotes; empty when it has none.
    /// </summary>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var rest = _text.Span;
        while (TryNext(ref rest, out var found, out var one))
        {
            if (Ascii.EqualsIgnoreCase(found, name))
            {
                value = one;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The value as text, quotes and their escapes undone; null when the parameter is absent.</summary>
    public string? this[string name] =>
        TryGet(WireText.ToBytes(name), out var value) ? QuotedText.Plain(value) : null;

    // SEMI token [ EQUAL ( token / host / quoted-string ) ], with LWS round every separator.
    private static bool TryNext(
        scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        name = default;
        rest = Grammar.Trim(rest);
        if (rest.IsEmpty || rest[0] != (byte)';')
        {
            return false;
        }

        rest = Grammar.Trim(rest[1..]);
        var end = rest.IndexOfAnyExcept(Grammar.Token);
        name = end < 0 ? rest : rest[..end];
        rest = Grammar.Trim(rest[name.Length..]);
        if (name.IsEmpty)
        {
            return false;
        }

        if (rest.IsEmpty || rest[0] == (byte)';')
        {
            return true;
        }

        return rest[0] == (byte)'=' && TryValue(ref rest, out value);
    }

    private static bool TryValue(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        rest = Grammar.Trim(rest[1..]);
        var length = 0;
        if (!rest.IsEmpty && rest[0] == (byte)'"')
        {
            length = Grammar.QuotedLength(rest);
        }
        else
        {
            var end = rest.IndexOfAnyExcept(Grammar.ParameterValue);
            length = end < 0 ? rest.Length : end;
        }

        if (length <= 0)
        {
            value = default;
            return false;
        }

        value = rest[..length];
        rest = Grammar.Trim(rest[length..]);
        return rest.IsEmpty || rest[0] == (byte)';';
    }
}
