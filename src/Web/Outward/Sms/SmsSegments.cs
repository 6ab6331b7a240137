namespace Zhkh.Web.Outward;

/// <summary>How many parts an SMS has and is paid for: 3GPP TS 23.038 alphabet, 23.040 §9.2.3.24.1 joining.</summary>
internal readonly record struct SmsSegments(bool IsGsm7, int Units, int Count)
{
    // TS 23.038 §6.2.1; @ to à in the order of the table, without the escape.
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /// <summary>Two septets each (§6.2.1.1).</summary>
    private const string Extended = "\f^{}\\[~]|€";

    public static SmsSegments Of(string text)
    {
        var isGsm7 = text.All(c => Basic.Contains(c, StringComparison.Ordinal)
            || Extended.Contains(c, StringComparison.Ordinal));
        var cost = (char c) => isGsm7 && Extended.Contains(c, StringComparison.Ordinal) ? 2 : 1;
        var units = text.Sum(cost);
        var (single, part) = isGsm7 ? (160, 153) : (70, 67);
        return new SmsSegments(isGsm7, units, units <= single ? Math.Min(1, units) : Parts(text, part, cost));
    }

    /// <summary>An escaped character and a surrogate pair stay whole in one part.</summary>
    private static int Parts(string text, int size, Func<char, int> cost)
    {
        var (parts, used) = (1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length;
            var needed = pair ? 2 : cost(text[i]);
            if (used + needed > size)
            {
                (parts, used) = (parts + 1, 0);
            }

            used += needed;
            i += pair ? 1 : 0;
        }

        return parts;
    }
}
