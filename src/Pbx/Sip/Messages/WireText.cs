using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Octets and the strings that view them. A string here is the Latin-1 view of its octets: nothing is decoded, so
/// nothing is lost and nothing is decoded twice. Text for a person goes through <see cref="Utf8"/>.
/// </summary>
public static class WireText
{
    /// <summary>The Latin-1 view of the octets.</summary>
    public static string View(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);

    /// <summary>The octets read as UTF-8, what a screen shows; malformed sequences become U+FFFD.</summary>
    public static string Utf8(ReadOnlySpan<byte> octets) => Encoding.UTF8.GetString(octets);

    /// <summary>The octets of a Latin-1 view.</summary>
    /// <exception cref="ArgumentException">A character above U+00FF: it is no view of octets.</exception>
    public static byte[] ToBytes(string view)
    {
        foreach (var c in view)
        {
            if (c > 0xFF)
            {
                throw new ArgumentException("Text above U+00FF is no view of octets; pass UTF-8 bytes.", nameof(view));
            }
        }

        return Encoding.Latin1.GetBytes(view);
    }

    /// <summary>A folded value as one line: CRLF and the white space around it become one space.</summary>
    public static string Unfold(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf((byte)'\n') < 0)
        {
            return View(value);
        }

        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is not ((byte)'\r' or (byte)'\n'))
            {
                text.Append((char)value[i]);
                continue;
            }

            while (text.Length > 0 && text[^1] is ' ' or '\t')
            {
                text.Length--;
            }

            while (i + 1 < value.Length && Grammar.IsWhite(value[i + 1]))
            {
                i++;
            }

            text.Append(' ');
        }

        return text.ToString();
    }

    // What we compose ourselves is one line: a CR or LF in it would let its author write header fields. A NUL may
    // only come back as the quoted-pair as which it came (RFC 4475 §3.1.1.2).
    internal static void DemandOneLine(ReadOnlySpan<byte> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var escaped = i > 0 && value[i - 1] == (byte)'\\';
            if (value[i] is (byte)'\r' or (byte)'\n' || (value[i] == 0 && !escaped))
            {
                throw new ArgumentException("A header value of ours is one line without CR, LF or NUL.", nameof(value));
            }
        }
    }
}
