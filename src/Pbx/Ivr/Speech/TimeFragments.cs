namespace Zhkh.Pbx.Ivr;

/// <summary>Builds the part of a vocabulary that speaks of days, months, hours and minutes.</summary>
/// <param name="MonthsNominative">January first.</param>
/// <param name="DaysGenitive">«первого» … «тридцать первого».</param>
/// <param name="DaysAccusative">«первое» … «тридцать первое», agreeing with «число».</param>
/// <param name="UntilHours">0–24, whole: «восемнадцати часов», «вісімнадцятої години».</param>
/// <param name="AtHours">0–23, whole: «восемнадцать часов», «вісімнадцятій годині».</param>
/// <param name="MinutesGenitive">1–60, whole: «тридцати минут».</param>
internal sealed record TimeFragments(
    string[] MonthsNominative, string[] MonthsGenitive, string[] DaysGenitive, string[] DaysAccusative,
    string[] UntilHours, string[] AtHours, string[] MinutesGenitive)
{
    public IEnumerable<(string Id, string Text)> All() =>
    [
        .. MonthsNominative.Select((text, i) => ($"month/{i + 1}", text)),
        .. MonthsGenitive.Select((text, i) => ($"month/{i + 1}.gen", text)),
        .. DaysGenitive.Select((text, i) => ($"number/{i + 1}.day_gen", text)),
        .. DaysAccusative.Select((text, i) => ($"number/{i + 1}.day_acc", text)),
        .. UntilHours.Select((text, i) => ($"word/until_hour.{i}", text)),
        .. AtHours.Select((text, i) => ($"word/at_hour.{i}", text)),
        .. MinutesGenitive.Select((text, i) => ($"word/minutes_gen.{i + 1}", text)),
    ];
}
