using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>Days, months and the time of day in the cases that sentences need (DOMAIN §6.5).</summary>
public static class DatePhrase
{
    /// <summary>«за октябрь».</summary>
    public static Prompt Month(DateOnly date) => new($"month/{date.Month}");

    /// <summary>«двадцать первого ноября».</summary>
    public static IReadOnlyList<Prompt> DayOfMonth(DateOnly date) =>
        [DayGenitive(date.Day), new Prompt($"month/{date.Month}.gen")];

    /// <summary>«с пятнадцатого …».</summary>
    public static Prompt DayGenitive(int day) => new($"number/{day}.day_gen");

    /// <summary>«… по двадцать пятое число».</summary>
    public static Prompt DayAccusative(int day) => new($"number/{day}.day_acc");

    /// <summary>After «до»: «восемнадцати часов тридцати минут», «вісімнадцятої години тридцяти хвилин».</summary>
    public static IReadOnlyList<Prompt> Until(TimeOnly time) =>
        time.Minute == 0 ? [UntilHour(time.Hour)] : [UntilHour(time.Hour), MinutesGenitive(time.Minute)];

    /// <summary>The hour after «до», 24 included: «до двадцати четырёх часов», «до опівночі».</summary>
    public static Prompt UntilHour(int hour) => new($"word/until_hour.{hour}");

    /// <summary>
    /// After «в» / «о»: «в восемнадцать часов тридцать минут», «о вісімнадцятій годині тридцять хвилин».
    /// </summary>
    public static IReadOnlyList<Prompt> At(TimeOnly time, Language language) => time.Minute == 0
        ? [new Prompt($"word/at_hour.{time.Hour}")]
        :
        [
            new Prompt($"word/at_hour.{time.Hour}"),
            .. NumberPhrase.Count(time.Minute, Unit.Minute, language, GrammaticalCase.Accusative),
        ];

    /// <summary>After «около», «в течение», «впродовж»: «пяти минут», «однієї хвилини».</summary>
    /// <param name="minutes">1 to 60.</param>
    public static Prompt MinutesGenitive(int minutes) => new($"word/minutes_gen.{minutes}");
}
