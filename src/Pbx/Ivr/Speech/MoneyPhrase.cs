using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>Minor units as words: «восемь тысяч четыреста двенадцать рублей шестьдесят копеек».</summary>
public static class MoneyPhrase
{
    /// <summary>
    /// Both parts are always said; the sign is the sentence's matter («переплата»), a lone negative says «минус».
    /// </summary>
    /// <param name="minor">Kopecks or kopiykas.</param>
    /// <param name="currency">ISO 4217, RUB or UAH.</param>
    /// <exception cref="ArgumentOutOfRangeException">A currency there are no words for.</exception>
    public static IReadOnlyList<Prompt> Say(long minor, string currency, Language language)
    {
        var unit = currency switch
        {
            "RUB" => Unit.Ruble,
            "UAH" => Unit.Hryvnia,
            _ => throw new ArgumentOutOfRangeException(nameof(currency), currency, "No words for this currency"),
        };
        var amount = UInt128.CreateChecked(Int128.Abs(minor));
        return
        [
            .. minor < 0 ? (IReadOnlyList<Prompt>)[Words.Minus] : [],
            .. NumberPhrase.Count((long)(amount / 100), unit, language),
            .. NumberPhrase.Count((long)(amount % 100), Unit.Kopeck, language),
        ];
    }
}
