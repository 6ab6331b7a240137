namespace Zhkh.Billing;

/// <summary>E.164. National spellings of the two countries served are read; anything else needs its plus.</summary>
public readonly record struct PhoneNumber(string E164)
{
    private const int DigitsMin = 7;
    private const int DigitsMax = 15;

    /// <summary>«8 (937) 000-00-30», «+7937…», «067 000 01 84», «380…» → E.164; null when it is no phone.</summary>
    public static PhoneNumber? TryParse(string? typed)
    {
        var text = (typed ?? "").Trim();
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var onlySigns = text.TrimStart('+').All(c => char.IsAsciiDigit(c) || c is ' ' or '(' or ')' or '-' or '.');
        var full = (text.StartsWith('+'), digits.Length) switch
        {
            (true, _) => digits,
            (false, 11) when digits[0] is '7' or '8' => "7" + digits[1..],
            (false, 10) when digits[0] == '0' => "38" + digits,
            (false, 10) when digits[0] == '9' => "7" + digits,
            (false, 12) when digits.StartsWith("380", StringComparison.Ordinal) => digits,
            _ => "",
        };
        var valid = onlySigns && full.Length is >= DigitsMin and <= DigitsMax && full[0] != '0';
        return valid ? new PhoneNumber("+" + full) : null;
    }

    public override string ToString() => E164;
}
