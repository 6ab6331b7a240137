using System.Buffers;

namespace Zhkh.Pbx.Numbers;

/// <summary>
/// Reads a number as people, phones and trunks write it. The only normaliser of the product: every number that is
/// stored or compared went through <see cref="Read"/>. Knows the Russian and the Ukrainian way of dialling; they do
/// not collide (Russian trunk prefix 8, Ukrainian 0), so one plan serves organisations of both countries.
/// </summary>
public static class NumberPlan
{
    /// <summary>Nothing anyone means as a number is longer, whatever separators it has.</summary>
    private const int TextMax = 128;

    /// <summary>Extensions have three digits, emergency and service codes up to six.</summary>
    private const int ShortDigitsMax = 6;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" -.()\u00A0\u2010\u2011\u2012\u2013/");

    private static readonly string[] WithheldWords =
        ["anonymous", "unknown", "restricted", "withheld", "private", "unavailable", "anon", "blocked"];

    /// <summary>
    /// Reads a bare number, a SIP user part, or a whole <c>sip:</c>, <c>sips:</c> or <c>tel:</c> URI.
    /// </summary>
    public static NumberReading Read(string? written)
    {
        var text = (written ?? "").Trim();
        if (text.Length == 0)
        {
            return new NumberReading.Withheld();
        }

        if (text.Length > TextMax)
        {
            return new NumberReading.Invalid();
        }

        var user = UserPart(text, out var context);
        if (!PercentText.TryDecode(user, out var decoded))
        {
            return new NumberReading.Invalid();
        }

        if (WithheldWords.Contains(decoded, StringComparer.OrdinalIgnoreCase))
        {
            return new NumberReading.Withheld();
        }

        Span<char> digits = stackalloc char[TextMax];
        return TryStrip(decoded, digits, out var length, out var isGlobal)
            ? Classify(digits[..length], isGlobal, context)
            : new NumberReading.Invalid();
    }

    /// <summary>The E.164 text of a written number, or null when it is not a subscriber's number.</summary>
    public static string? ToE164(string? written) => Read(written).E164;

    /// <summary>RFC 3261 §19.1.1 and RFC 3966 §3: the part before the host and before the parameters.</summary>
    private static string UserPart(string text, out string? context)
    {
        context = null;
        var isTel = text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase);
        var scheme = text.IndexOf(':', StringComparison.Ordinal);
        var hasScheme = isTel || text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
        var rest = hasScheme ? text[(scheme + 1)..] : text;
        var host = rest.LastIndexOf('@');
        if (host >= 0 && !isTel)
        {
            rest = rest[..host];
        }

        var parameters = rest.IndexOf(';', StringComparison.Ordinal);
        if (parameters < 0)
        {
            return rest;
        }

        context = PhoneContext(rest[parameters..]);
        return rest[..parameters];
    }

    /// <summary>RFC 3966 §5.1.5: a local number counts from the prefix in phone-context.</summary>
    private static string? PhoneContext(string parameters)
    {
        const string Name = ";phone-context=+";
        var at = parameters.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var value = parameters[(at + Name.Length)..];
        var end = value.IndexOf(';', StringComparison.Ordinal);
        return end < 0 ? value : value[..end];
    }

    private static bool TryStrip(string text, Span<char> digits, out int length, out bool isGlobal)
    {
        length = 0;
        isGlobal = false;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                digits[length++] = c;
            }
            else if (c == '+' && length == 0 && !isGlobal)
            {
                isGlobal = true;
            }
            else if (!Separators.Contains(c))
            {
                return false;
            }
        }

        return length > 0;
    }

    private static NumberReading Classify(ReadOnlySpan<char> digits, bool isGlobal, string? context)
    {
        if (isGlobal)
        {
            return Phone(digits);
        }

        if (context is not null)
        {
            return TryStrip(context, stackalloc char[TextMax], out _, out _)
                ? Phone(string.Concat(context.AsSpan(), digits))
                : new NumberReading.Invalid();
        }

        return digits.Length <= ShortDigitsMax ? new NumberReading.Short(digits.ToString()) : National(digits);
    }

    /// <summary>National dialling. The order matters: the longer prefix is asked first.</summary>
    private static NumberReading National(ReadOnlySpan<char> digits) => digits switch
    {
        ['8', '1', '0', .. var world] => Phone(world),                              // Russia: 8-10 abroad
        ['0', '0', .. var world] => Phone(world),                                   // Ukraine, Europe: 00 abroad
        ['8', .. { Length: 10 } national] => Phone($"7{national}"),                 // Russia: 8 (937) 000-00-30
        ['0', .. { Length: 9 } national] => Phone($"380{national}"),                // Ukraine: 067 000 01 84
        ['9' or '8' or '4' or '3', ..] when digits.Length == 10 => Phone($"7{digits}"),   // a trunk that drops the 7
        ['8' or '0', ..] when digits.Length < 12 => new NumberReading.Invalid(),
        { Length: >= 11 } => Phone(digits),                                         // E.164 without its plus
        _ => new NumberReading.Invalid(),                                           // a town number without its code
    };

    private static NumberReading Phone(ReadOnlySpan<char> digits) =>
        PhoneNumber.TryParse($"+{digits}", out var number)
            ? new NumberReading.Phone(number)
            : new NumberReading.Invalid();
}
