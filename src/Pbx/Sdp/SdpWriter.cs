using System.Globalization;
using System.Text;

namespace Zhkh.Pbx.Sdp;

/// <summary>Session description → octets, in the order of RFC 8866 §5.</summary>
public static class SdpWriter
{
    /// <summary>The octets.</summary>
    /// <exception cref="ArgumentException">
    /// A value of ours holds a line end: it would write lines of its own.
    /// </exception>
    public static byte[] ToBytes(SessionDescription description)
    {
        var text = new StringBuilder(512);
        Line(text, 'v', "0");
        Line(text, 'o', description.Origin.ToString());
        Line(text, 's', description.Name);
        Others(text, description.OtherLines, "iuep");
        Connection(text, description.Connection);
        Others(text, description.OtherLines, "b");
        foreach (var time in description.Times)
        {
            Line(text, 't', time);
        }

        Others(text, description.OtherLines, "rzk");
        Attributes(text, description.Attributes);
        foreach (var media in description.Media)
        {
            Media(text, media);
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static void Media(StringBuilder text, MediaDescription media)
    {
        var count = media.PortCount == 1 ? "" : "/" + media.PortCount.ToString(CultureInfo.InvariantCulture);
        Line(text, 'm', string.Create(
            CultureInfo.InvariantCulture,
            $"{media.Kind} {media.Port}{count} {media.Protocol} {string.Join(' ', media.Formats)}"));
        Others(text, media.OtherLines, "i");
        Connection(text, media.Connection);
        Others(text, media.OtherLines, "bk");
        Attributes(text, media.Attributes);
    }

    private static void Connection(StringBuilder text, SdpConnection? connection)
    {
        if (connection is not null)
        {
            Line(text, 'c', connection.ToString());
        }
    }

    private static void Others(StringBuilder text, IReadOnlyList<SdpLine> lines, string types)
    {
        foreach (var line in lines)
        {
            if (types.Contains(line.Type))
            {
                Line(text, line.Type, line.Value);
            }
        }
    }

    private static void Attributes(StringBuilder text, IReadOnlyList<SdpAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            Line(text, 'a', attribute.ToString());
        }
    }

    private static void Line(StringBuilder text, char type, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException($"The value of {type}= is not one line.", nameof(value));
        }

        text.Append(type).Append('=').Append(value).Append("\r\n");
    }
}
