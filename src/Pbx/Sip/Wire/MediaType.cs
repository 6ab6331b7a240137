using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>type "/" subtype with parameters, in Content-Type and, with "*", in Accept (RFC 3261 §25.1).</summary>
internal readonly struct MediaType
{
    private readonly ReadOnlyMemory<byte> _type;
    private readonly ReadOnlyMemory<byte> _subtype;

    private MediaType(ReadOnlyMemory<byte> type, ReadOnlyMemory<byte> subtype)
    {
        _type = type;
        _subtype = subtype;
    }

    internal static readonly MediaType Sdp =
        new(WireText.ToBytes("application"), WireText.ToBytes("sdp"));

    /// <summary>The same type, or a range with "*" it falls into.</summary>
    internal bool Covers(MediaType other) =>
        Matches(_type.Span, other._type.Span) && Matches(_subtype.Span, other._subtype.Span);

    internal static bool TryParse(ReadOnlyMemory<byte> value, out MediaType type)
    {
        type = default;
        var span = value.Span;
        var semicolon = span.IndexOf((byte)';');
        var end = semicolon < 0 ? span.Length : semicolon;
        var slash = span[..end].IndexOf((byte)'/');
        if (slash < 0 || !HeaderParameters.TryParse(value[end..], out _))
        {
            return false;
        }

        type = new MediaType(Grammar.Trim(value[..slash]), Grammar.Trim(value[(slash + 1)..end]));
        return Grammar.IsToken(type._type.Span) && Grammar.IsToken(type._subtype.Span);
    }

    private static bool Matches(ReadOnlySpan<byte> range, ReadOnlySpan<byte> text) =>
        range.SequenceEqual("*"u8) || Ascii.EqualsIgnoreCase(range, text);
}
