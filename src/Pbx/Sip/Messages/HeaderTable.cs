using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>The header fields of one message in their order. Questions name a field, not a spelling.</summary>
public sealed class HeaderTable
{
    // What an ordinary INVITE needs; more grow the array.
    private const int UsualCount = 16;

    private Header[] _fields = new Header[UsualCount];

    /// <summary>How many fields there are.</summary>
    public int Count { get; private set; }

    /// <summary>A field by its place.</summary>
    public Header this[int index] => _fields.AsSpan(0, Count)[index];

    /// <summary>All fields in order.</summary>
    public ReadOnlySpan<Header> Fields => _fields.AsSpan(0, Count);

    /// <summary>The first field of that name as text, unfolded; null when there is none.</summary>
    public string? this[HeaderName name] => Find(name, 0) is var at and >= 0 ? _fields[at].Text : null;

    /// <summary>The first field of any name as text: for fields this product has no name for.</summary>
    public string? this[string name]
    {
        get
        {
            var known = HeaderNames.Find(WireText.ToBytes(name));
            return known != HeaderName.Other ? this[known]
                : FindOther(name) is var at and >= 0 ? _fields[at].Text
                : null;
        }
    }

    /// <summary>Whether the field is there.</summary>
    public bool Has(HeaderName name) => Find(name, 0) >= 0;

    /// <summary>The octets of the first field of that name.</summary>
    public bool TryGet(HeaderName name, out ReadOnlyMemory<byte> value)
    {
        var at = Find(name, 0);
        value = at < 0 ? default : _fields[at].Value;
        return at >= 0;
    }

    /// <summary>Every value of that name in order, lists taken apart at their commas (RFC 3261 §7.3.1).</summary>
    public ValueSequence Values(HeaderName name) => new(this, name);

    /// <summary>Adds a field at the end. The value is one line; a CR, LF or NUL in it is refused.</summary>
    /// <exception cref="ArgumentException">The value is not one line of octets.</exception>
    public void Add(HeaderName name, string value) => Add(Header.Make(name, value));

    /// <inheritdoc cref="Add(HeaderName, string)"/>
    public void Add(HeaderName name, ReadOnlySpan<byte> value) =>
        Add(Header.Make(name, HeaderNames.Bytes(name), value));

    /// <summary>Adds a field this product has no name for.</summary>
    /// <exception cref="ArgumentException">The name is no token or the value is not one line of octets.</exception>
    public void Add(string name, string value)
    {
        var spelled = WireText.ToBytes(name);
        if (!Grammar.IsToken(spelled))
        {
            throw new ArgumentException("A header name is a token.", nameof(name));
        }

        Add(Header.Make(HeaderNames.Find(spelled), spelled, WireText.ToBytes(value)));
    }

    /// <summary>Adds a field as it stands, folds and spelling included: how a response repeats its request.</summary>
    public void Add(Header field)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, Count * 2);
        }

        _fields[Count++] = field;
    }

    /// <summary>Puts a field before all others: a Via, a Record-Route.</summary>
    public void AddFirst(HeaderName name, string value)
    {
        Add(default(Header));
        Array.Copy(_fields, 0, _fields, 1, Count - 1);
        _fields[0] = Header.Make(name, value);
    }

    /// <summary>Makes the field have this one value, in the place of the first; other fields of the name go.</summary>
    public void Set(HeaderName name, string value)
    {
        var at = Find(name, 0);
        if (at < 0)
        {
            Add(name, value);
            return;
        }

        _fields[at] = Header.Make(name, value);
        Compact(name, at + 1);
    }

    /// <summary>Removes every field of that name, however it was spelled.</summary>
    public void Remove(HeaderName name) => Compact(name, 0);

    /// <summary>Adds every field of that name of another message, in order and as they stand.</summary>
    public void CopyFrom(HeaderTable source, HeaderName name)
    {
        foreach (ref readonly var field in source.Fields)
        {
            if (field.Name == name)
            {
                Add(field);
            }
        }
    }

    internal int Find(HeaderName name, int from)
    {
        for (var i = from; i < Count; i++)
        {
            if (_fields[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private int FindOther(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_fields[i].Name == HeaderName.Other && Ascii.EqualsIgnoreCase(_fields[i].NameBytes, name))
            {
                return i;
            }
        }

        return -1;
    }

    private void Compact(HeaderName name, int from)
    {
        var kept = from;
        for (var i = from; i < Count; i++)
        {
            if (_fields[i].Name != name)
            {
                _fields[kept++] = _fields[i];
            }
        }

        Array.Clear(_fields, kept, Count - kept);
        Count = kept;
    }
}
