namespace Zhkh.Pbx.Sip;

/// <summary>
/// The values of a field over all its lines, split at commas that stand neither in quotes nor in angle brackets.
/// An empty element is handed out as empty: who reads it judges it.
/// </summary>
public struct ValueSequence
{
    private readonly HeaderTable _table;
    private readonly HeaderName _name;
    private ReadOnlyMemory<byte> _rest;
    private int _next;
    private bool _open;

    internal ValueSequence(HeaderTable table, HeaderName name)
    {
        _table = table;
        _name = name;
    }

    /// <summary>The value found by <see cref="MoveNext"/>, without white space around it.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>For foreach.</summary>
    public readonly ValueSequence GetEnumerator() => this;

    /// <summary>Goes to the next value.</summary>
    public bool MoveNext()
    {
        if (!_open)
        {
            var at = _table.Find(_name, _next);
            if (at < 0)
            {
                return false;
            }

            _next = at + 1;
            _rest = _table[at].Value;
        }

        var comma = Comma(_rest.Span);
        Current = Grammar.Trim(comma < 0 ? _rest : _rest[..comma]);
        _open = comma >= 0;
        _rest = comma < 0 ? default : _rest[(comma + 1)..];
        return true;
    }

    private static int Comma(ReadOnlySpan<byte> text)
    {
        var bracketed = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"' when !bracketed:
                    var quoted = Grammar.QuotedLength(text[i..]);
                    if (quoted < 0)
                    {
                        return -1;
                    }

                    i += quoted - 1;
                    break;
                case (byte)'<':
                    bracketed = true;
                    break;
                case (byte)'>':
                    bracketed = false;
                    break;
                case (byte)',' when !bracketed:
                    return i;
            }
        }

        return -1;
    }
}
