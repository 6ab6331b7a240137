namespace Zhkh.Pbx.Ivr;

/// <summary>Ukrainian (DOMAIN §6.5). The apostrophe is U+2019 everywhere.</summary>
internal static class UkrainianWords
{
    private static readonly string[] Units =
        ["нуль", "один", "два", "три", "чотири", "п’ять", "шість", "сім", "вісім", "дев’ять"];

    private static readonly string[] Teens =
    [
        "десять", "одинадцять", "дванадцять", "тринадцять", "чотирнадцять", "п’ятнадцять", "шістнадцять",
        "сімнадцять", "вісімнадцять", "дев’ятнадцять",
    ];

    private static readonly string[] Tens =
        ["двадцять", "тридцять", "сорок", "п’ятдесят", "шістдесят", "сімдесят", "вісімдесят", "дев’яносто"];

    private static readonly string[] Hundreds =
        ["сто", "двісті", "триста", "чотириста", "п’ятсот", "шістсот", "сімсот", "вісімсот", "дев’ятсот"];

    private static readonly string[] UnitsGenitive =
        ["нуля", "однієї", "двох", "трьох", "чотирьох", "п’яти", "шести", "семи", "восьми", "дев’яти"];

    private static readonly string[] TensGenitive =
        ["двадцяти", "тридцяти", "сорока", "п’ятдесяти", "шістдесяти"];

    private static readonly string[] OrdinalStems =
    [
        "перш", "друг", "трет", "четверт", "п’ят", "шост", "сьом", "восьм", "дев’ят", "десят", "одинадцят",
        "дванадцят", "тринадцят", "чотирнадцят", "п’ятнадцят", "шістнадцят", "сімнадцят", "вісімнадцят",
        "дев’ятнадцят", "двадцят",
    ];

    private static readonly string[] MonthsNominative =
    [
        "січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень",
        "листопад", "грудень",
    ];

    private static readonly string[] MonthsGenitive =
    [
        "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
        "листопада", "грудня",
    ];

    private static readonly Dictionary<Unit, CountedNoun> Nouns = new()
    {
        [Unit.Ruble] = new(Gender.Masculine, "рубль", "рублі", "рублів", "рубля"),
        [Unit.Hryvnia] = new(Gender.Feminine, "гривня", "гривні", "гривень", "гривні", "гривню"),
        [Unit.Kopeck] = new(Gender.Feminine, "копійка", "копійки", "копійок", "копійки", "копійку"),
        [Unit.Hour] = new(Gender.Feminine, "година", "години", "годин", "години", "годину"),
        [Unit.Minute] = new(Gender.Feminine, "хвилина", "хвилини", "хвилин", "хвилини", "хвилину"),
        [Unit.Second] = new(Gender.Feminine, "секунда", "секунди", "секунд", "секунди", "секунду"),
        [Unit.Day] = new(Gender.Masculine, "день", "дні", "днів", "дня"),
        [Unit.CubicMetre] = new(
            Gender.Masculine, "кубічний метр", "кубічні метри", "кубічних метрів", "кубічного метра"),
        [Unit.KilowattHour] = new(
            Gender.Feminine, "кіловат-година", "кіловат-години", "кіловат-годин", "кіловат-години",
            "кіловат-годину"),
        [Unit.Gigacalorie] = new(
            Gender.Feminine, "гігакалорія", "гігакалорії", "гігакалорій", "гігакалорії", "гігакалорію"),
        [Unit.Litre] = new(Gender.Masculine, "літр", "літри", "літрів", "літра"),
        [Unit.Ticket] = new(Gender.Feminine, "заявка", "заявки", "заявок", "заявки", "заявку"),
        [Unit.Call] = new(Gender.Masculine, "дзвінок", "дзвінки", "дзвінків", "дзвінка"),
        [Unit.Account] = new(
            Gender.Masculine, "особовий рахунок", "особові рахунки", "особових рахунків", "особового рахунку"),
        [Unit.Meter] = new(Gender.Masculine, "лічильник", "лічильники", "лічильників", "лічильника"),
        [Unit.Reading] = new(Gender.Neuter, "показання", "показання", "показань", "показання"),
        [Unit.Outage] = new(Gender.Neuter, "відключення", "відключення", "відключень", "відключення"),
        [Unit.Thousand] = new(Gender.Feminine, "тисяча", "тисячі", "тисяч", "тисячі", "тисячу"),
        [Unit.Million] = new(Gender.Masculine, "мільйон", "мільйони", "мільйонів", "мільйона"),
        [Unit.Billion] = new(Gender.Masculine, "мільярд", "мільярди", "мільярдів", "мільярда"),
    };

    public static Vocabulary Vocabulary { get; } = new(
        [
            .. new NumberFragments(Units, Teens, Tens, Hundreds, "одна", "дві", "одне", "одну").All(),
            .. new TimeFragments(
                MonthsNominative, MonthsGenitive,
                [.. Enumerable.Range(1, 31).Select(day => Ordinal(day, "ого", "ього"))],
                [.. Enumerable.Range(1, 31).Select(day => Ordinal(day, "е", "є"))],
                [.. Enumerable.Range(0, 25).Select(UntilHour)],
                [.. Enumerable.Range(0, 24).Select(AtHour)],
                [.. Enumerable.Range(1, 60).Select(MinutesGenitive)]).All(),
            (Words.Minus.Id, "мінус"),
            (Words.Comma.Id, "кома"),
        ],
        Nouns);

    /// <summary>An ordinal; only «третій» takes the soft ending.</summary>
    private static string Ordinal(int number, string ending, string softEnding) => number switch
    {
        <= 20 => OrdinalStems[number - 1] + (number == 3 ? softEnding : ending),
        30 => "тридцят" + ending,
        _ => $"{Tens[(number / 10) - 2]} {Ordinal(number % 10, ending, softEnding)}",
    };

    private static string UntilHour(int hour) =>
        hour is 0 or 24 ? "опівночі" : $"{Ordinal(hour, "ої", "ьої")} години";

    private static string AtHour(int hour) =>
        hour == 0 ? "нуль годин" : $"{Ordinal(hour, "ій", "ій")} годині";

    private static string MinutesGenitive(int minutes) =>
        $"{Genitive(minutes)} {(Declension.FormOf(minutes) == PluralForm.One ? "хвилини" : "хвилин")}";

    private static string Genitive(int number) => number switch
    {
        < 10 => UnitsGenitive[number],
        < 20 => Teens[number - 10][..^1] + "и",
        _ when number % 10 == 0 => TensGenitive[(number / 10) - 2],
        _ => $"{TensGenitive[(number / 10) - 2]} {Genitive(number % 10)}",
    };
}
