namespace Zhkh.Billing;

/// <summary>An amount as banks print it: «1 234,56», «1234.5», «-10». No floating point on the way. Pure.</summary>
internal static class AmountText
{
    private const int FractionDigits = 2;
    private const int WholeDigitsMax = 15;

    /// <param name="mark">The decimal mark; null = comma or point.</param>
    /// <returns>Minor units, or null when it is no amount, has parts of a kopeck, or is beyond belief.</returns>
    public static long? ToMinor(ReadOnlySpan<char> text, char? mark)
    {
        text = text.Trim();
        var negative = text is ['-' or '−', ..];
        if (negative)
        {
            text = text[1..];
        }

        long minor = 0;
        var (whole, fraction, inFraction) = (0, 0, false);
        foreach (var c in text)
        {
            switch (c)
            {
                case >= '0' and <= '9' when inFraction ? fraction < FractionDigits : whole < WholeDigitsMax:
                    minor = (minor * 10) + (c - '0');
                    _ = inFraction ? fraction++ : whole++;
                    break;
                case ',' or '.' when !inFraction && whole > 0 && (mark ?? c) == c:
                    inFraction = true;
                    break;
                case ' ' or '\u00A0' or '\u202F' when !inFraction && whole > 0:
                    break;
                default:
                    return null;
            }
        }

        if (whole == 0 || (inFraction && fraction == 0))
        {
            return null;
        }

        for (; fraction < FractionDigits; fraction++)
        {
            minor *= 10;
        }

        return negative ? -minor : minor;
    }
}
