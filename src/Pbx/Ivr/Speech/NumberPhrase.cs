using System.Globalization;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>A whole number or a decimal as fragments (DOMAIN §6.5).</summary>
public static class NumberPhrase
{
    /// <summary>From here on a number is read digit by digit.</summary>
    public const long SpokenAsWordsBelow = 1_000_000_000_000;

    private static readonly (long Size, Unit Unit)[] Scales =
        [(1_000_000_000, Unit.Billion), (1_000_000, Unit.Million), (1_000, Unit.Thousand)];

    /// <summary>A number with a noun: «двадцать одна минута».</summary>
    public static IReadOnlyList<Prompt> Count(
        long number, Unit unit, Language language, GrammaticalCase @case = GrammaticalCase.Nominative)
    {
        var noun = Vocabulary.Of(language).Noun(unit);
        var phrase = new List<Prompt>(Cardinal(number, noun.Gender, language, @case));
        var form = Declension.FormOf(number);
        phrase.Add(@case == GrammaticalCase.Accusative && form == PluralForm.One && noun.Accusative is not null
            ? UnitKeys.Accusative(unit)
            : UnitKeys.Fragment(unit, form));
        return phrase;
    }

    /// <summary>
    /// A quantity that may have a fraction: whole numbers agree with the noun, fractions take «кубического метра».
    /// </summary>
    public static IReadOnlyList<Prompt> Quantity(decimal value, Unit unit, Language language) =>
        value == decimal.Truncate(value) && Math.Abs(value) < SpokenAsWordsBelow
            ? Count((long)value, unit, language)
            : [.. Decimal(value, language), UnitKeys.Fragment(unit, PluralForm.Fraction)];

    /// <summary>
    /// The whole part as a number, the fraction digit by digit: «сто двадцать три, запятая, ноль, четыре».
    /// </summary>
    public static IReadOnlyList<Prompt> Decimal(decimal value, Language language)
    {
        var digits = Math.Abs(value).ToString("0.############", CultureInfo.InvariantCulture).Split('.');
        List<Prompt> phrase = value < 0 ? [Words.Minus] : [];
        phrase.AddRange(long.TryParse(digits[0], NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? Cardinal(whole, Gender.Masculine, language)
            : DigitsPhrase.Say(digits[0]));
        if (digits.Length > 1)
        {
            phrase.Add(Words.Comma);
            phrase.AddRange(DigitsPhrase.Say(digits[1]));
        }

        return phrase;
    }

    internal static IReadOnlyList<Prompt> Cardinal(
        long number, Gender gender, Language language, GrammaticalCase @case = GrammaticalCase.Nominative)
    {
        List<Prompt> phrase = number < 0 ? [Words.Minus] : [];
        var rest = number == long.MinValue ? long.MaxValue : Math.Abs(number);
        if (rest >= SpokenAsWordsBelow)
        {
            phrase.AddRange(DigitsPhrase.Say(rest.ToString(CultureInfo.InvariantCulture)));
            return phrase;
        }

        if (rest == 0)
        {
            phrase.Add(new Prompt("number/0"));
        }

        foreach (var (size, unit) in Scales)
        {
            if (rest >= size)
            {
                phrase.AddRange(Count(rest / size, unit, language, @case));
                rest %= size;
            }
        }

        Below1000(phrase, (int)rest, gender, @case);
        return phrase;
    }

    private static void Below1000(List<Prompt> phrase, int number, Gender gender, GrammaticalCase @case)
    {
        if (number >= 100)
        {
            phrase.Add(new Prompt($"number/{number / 100 * 100}"));
        }

        if (number % 100 is var rest and > 0)
        {
            phrase.Add(new Prompt($"number/{rest}{Ending(rest, gender, @case)}"));
        }
    }

    private static string Ending(int number, Gender gender, GrammaticalCase @case) =>
        (number / 10, number % 10, gender) switch
        {
            (1, _, _) => "",
            (_, 1, Gender.Feminine) => @case == GrammaticalCase.Accusative ? ".acc" : ".f",
            (_, 2, Gender.Feminine) => ".f",
            (_, 1, Gender.Neuter) => ".n",
            _ => "",
        };
}
