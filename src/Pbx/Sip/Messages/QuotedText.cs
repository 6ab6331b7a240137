using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>quoted-string of RFC 3261 §25.1, there and back.</summary>
internal static class QuotedText
{
    /// <summary>Text without its quotes and backslashes; what was not quoted is returned as it stands.</summary>
    internal static string Plain(ReadOnlySpan<byte> value)
    {
        if (value.Length < 2 || value[0] != (byte)'"')
        {
            return WireText.Unfold(value);
        }

        var inner = value[1..^1];
        if (inner.IndexOfAny((byte)'\\', (byte)'\n') < 0)
        {
            return WireText.View(inner);
        }

        var text = new StringBuilder(inner.Length);
        var view = WireText.Unfold(inner);
        for (var i = 0; i < view.Length; i++)
        {
            if (view[i] == '\\' && i + 1 < view.Length)
            {
                i++;
            }

            text.Append(view[i]);
        }

        return text.ToString();
    }

    /// <summary>
    /// A Latin-1 view in quotes; what must be escaped is, what cannot stand on one line becomes a space.
    /// </summary>
    internal static string Quote(string view)
    {
        var text = new StringBuilder(view.Length + 2).Append('"');
        foreach (var c in view)
        {
            if (c is '"' or '\\')
            {
                text.Append('\\');
            }

            // U+0080–U+009F are no controls here but halves of UTF-8 letters.
            text.Append(c is < ' ' or '\u007F' ? ' ' : c);
        }

        return text.Append('"').ToString();
    }
}
