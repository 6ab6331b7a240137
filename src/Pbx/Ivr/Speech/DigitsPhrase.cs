using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Accounts, telephones and serial numbers are read digit by digit: «ноль ноль двенадцать» would not say whether two
/// or three digits were meant (DOMAIN §6.5).
/// </summary>
public static class DigitsPhrase
{
    /// <summary>The digits of the text in their order; other characters are not spoken.</summary>
    public static IReadOnlyList<Prompt> Say(string digits) =>
        [.. digits.Where(char.IsAsciiDigit).Select(d => new Prompt($"number/{d}"))];

    /// <summary>The last digits of a number, as many as there are.</summary>
    public static IReadOnlyList<Prompt> Ending(string number, int digits)
    {
        var all = Say(number);
        return [.. all.Skip(Math.Max(0, all.Count - digits))];
    }
}
