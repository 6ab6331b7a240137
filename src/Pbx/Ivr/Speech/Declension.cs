namespace Zhkh.Pbx.Ivr;

/// <summary>The rule that Russian and Ukrainian share: which form of a noun follows a number (DOMAIN §6.5).</summary>
internal static class Declension
{
    /// <summary>11–14 → many; …1 → one; …2–4 → few; else many. The sign plays no part.</summary>
    public static PluralForm FormOf(long number)
    {
        var lastTwo = Math.Abs(number % 100);
        var last = lastTwo % 10;
        return lastTwo is >= 11 and <= 14 ? PluralForm.Many
            : last == 1 ? PluralForm.One
            : last is >= 2 and <= 4 ? PluralForm.Few
            : PluralForm.Many;
    }

    public static string Suffix(PluralForm form) => form switch
    {
        PluralForm.One => "one",
        PluralForm.Few => "few",
        PluralForm.Many => "many",
        PluralForm.Fraction => "fraction",
    };
}
