using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>One header field as it stands on the wire: a line, and where its name and value lie in it.</summary>
public readonly struct Header
{
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _length;
    private readonly int _nameLength;
    private readonly int _valueStart;
    private readonly int _valueLength;

    internal Header(
        HeaderName name, byte[] bytes, int start, int length, int nameLength, int valueStart, int valueLength)
    {
        Name = name;
        _bytes = bytes;
        _start = start;
        _length = length;
        _nameLength = nameLength;
        _valueStart = valueStart;
        _valueLength = valueLength;
    }

    /// <summary>Which field it is; compact forms are the field they abbreviate.</summary>
    public HeaderName Name { get; }

    /// <summary>The name as it was spelled.</summary>
    public ReadOnlySpan<byte> NameBytes => _bytes.AsSpan(_start, _nameLength);

    /// <summary>The value without white space around it. A folded value still holds its CRLF + white space.</summary>
    public ReadOnlyMemory<byte> Value => new(_bytes, _valueStart, _valueLength);

    /// <summary>The whole field without its final CRLF, folds included; what is written when it is passed on.</summary>
    public ReadOnlySpan<byte> Line => _bytes.AsSpan(_start, _length);

    /// <summary>
    /// The value as text, octet by octet (Latin-1 view), each fold turned into one space (RFC 3261 §7.3.1).
    /// </summary>
    public string Text => WireText.Unfold(Value.Span);

    /// <summary>The same field, as it stands, with something of ours after its value: a tag, received, rport.</summary>
    internal Header Append(ReadOnlySpan<byte> ours)
    {
        WireText.DemandOneLine(ours);
        var whole = _valueStart - _start + _valueLength;
        var bytes = new byte[whole + ours.Length];
        _bytes.AsSpan(_start, whole).CopyTo(bytes);
        ours.CopyTo(bytes.AsSpan(whole));
        return new Header(Name, bytes, 0, bytes.Length, _nameLength, _valueStart - _start, _valueLength + ours.Length);
    }

    internal static Header Make(HeaderName name, ReadOnlySpan<byte> spelled, ReadOnlySpan<byte> value)
    {
        WireText.DemandOneLine(value);
        var bytes = new byte[spelled.Length + 2 + value.Length];
        spelled.CopyTo(bytes);
        bytes[spelled.Length] = (byte)':';
        bytes[spelled.Length + 1] = (byte)' ';
        value.CopyTo(bytes.AsSpan(spelled.Length + 2));
        return new Header(name, bytes, 0, bytes.Length, spelled.Length, spelled.Length + 2, value.Length);
    }

    internal static Header Make(HeaderName name, string value) =>
        Make(name, HeaderNames.Bytes(name), WireText.ToBytes(value));

    /// <summary>Field and value, for a debugger.</summary>
    public override string ToString() => _bytes is null ? "" : Encoding.Latin1.GetString(Line);
}
