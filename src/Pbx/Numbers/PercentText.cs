namespace Zhkh.Pbx.Numbers;

/// <summary>Undoes %HH once (RFC 3261 §19.1.2); decoding twice would let %2531 pass for a digit.</summary>
internal static class PercentText
{
    public static bool TryDecode(string text, out string decoded)
    {
        decoded = text;
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return true;
        }

        var buffer = new char[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                buffer[length++] = text[i];
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return false;
            }

            buffer[length++] = (char)Convert.FromHexString(text.AsSpan(i + 1, 2))[0];
            i += 2;
        }

        decoded = new string(buffer, 0, length);
        return true;
    }
}
