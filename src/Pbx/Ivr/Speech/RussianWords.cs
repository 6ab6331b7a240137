namespace Zhkh.Pbx.Ivr;

/// <summary>Russian (DOMAIN §6.5).</summary>
internal static class RussianWords
{
    private static readonly string[] Units =
        ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"];

    private static readonly string[] Teens =
    [
        "десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать",
        "семнадцать", "восемнадцать", "девятнадцать",
    ];

    private static readonly string[] Tens =
        ["двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"];

    private static readonly string[] Hundreds =
        ["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"];

    private static readonly string[] UnitsGenitive =
        ["нуля", "одного", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти"];

    private static readonly string[] TensGenitive =
        ["двадцати", "тридцати", "сорока", "пятидесяти", "шестидесяти"];

    private static readonly string[] OrdinalStems =
    [
        "перв", "втор", "треть", "четвёрт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат",
        "двенадцат", "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат",
        "девятнадцат", "двадцат",
    ];

    private static readonly string[] MonthsNominative =
    [
        "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
        "декабрь",
    ];

    private static readonly string[] MonthsGenitive =
    [
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
        "декабря",
    ];

    private static readonly Dictionary<Unit, CountedNoun> Nouns = new()
    {
        [Unit.Ruble] = new(Gender.Masculine, "рубль", "рубля", "рублей", "рубля"),
        [Unit.Hryvnia] = new(Gender.Feminine, "гривна", "гривны", "гривен", "гривны", "гривну"),
        [Unit.Kopeck] = new(Gender.Feminine, "копейка", "копейки", "копеек", "копейки", "копейку"),
        [Unit.Hour] = new(Gender.Masculine, "час", "часа", "часов", "часа"),
        [Unit.Minute] = new(Gender.Feminine, "минута", "минуты", "минут", "минуты", "минуту"),
        [Unit.Second] = new(Gender.Feminine, "секунда", "секунды", "секунд", "секунды", "секунду"),
        [Unit.Day] = new(Gender.Masculine, "день", "дня", "дней", "дня"),
        [Unit.CubicMetre] = new(
            Gender.Masculine, "кубический метр", "кубических метра", "кубических метров", "кубического метра"),
        [Unit.KilowattHour] = new(
            Gender.Masculine, "киловатт-час", "киловатт-часа", "киловатт-часов", "киловатт-часа"),
        [Unit.Gigacalorie] = new(
            Gender.Feminine, "гигакалория", "гигакалории", "гигакалорий", "гигакалории", "гигакалорию"),
        [Unit.Litre] = new(Gender.Masculine, "литр", "литра", "литров", "литра"),
        [Unit.Ticket] = new(Gender.Feminine, "заявка", "заявки", "заявок", "заявки", "заявку"),
        [Unit.Call] = new(Gender.Masculine, "звонок", "звонка", "звонков", "звонка"),
        [Unit.Account] = new(
            Gender.Masculine, "лицевой счёт", "лицевых счёта", "лицевых счетов", "лицевого счёта"),
        [Unit.Meter] = new(Gender.Masculine, "счётчик", "счётчика", "счётчиков", "счётчика"),
        [Unit.Reading] = new(Gender.Neuter, "показание", "показания", "показаний", "показания"),
        [Unit.Outage] = new(Gender.Neuter, "отключение", "отключения", "отключений", "отключения"),
        [Unit.Thousand] = new(Gender.Feminine, "тысяча", "тысячи", "тысяч", "тысячи", "тысячу"),
        [Unit.Million] = new(Gender.Masculine, "миллион", "миллиона", "миллионов", "миллиона"),
        [Unit.Billion] = new(Gender.Masculine, "миллиард", "миллиарда", "миллиардов", "миллиарда"),
    };

    public static Vocabulary Vocabulary { get; } = new(
        [
            .. new NumberFragments(Units, Teens, Tens, Hundreds, "одна", "две", "одно", "одну").All(),
            .. new TimeFragments(
                MonthsNominative, MonthsGenitive,
                [.. Enumerable.Range(1, 31).Select(day => Ordinal(day, "ого", "его"))],
                [.. Enumerable.Range(1, 31).Select(day => Ordinal(day, "ое", "е"))],
                [.. Enumerable.Range(0, 25).Select(UntilHour)],
                [.. Enumerable.Range(0, 24).Select(AtHour)],
                [.. Enumerable.Range(1, 60).Select(MinutesGenitive)]).All(),
            (Words.Minus.Id, "минус"),
            (Words.Comma.Id, "запятая"),
        ],
        Nouns);

    /// <summary>An ordinal of the day; only «третий» takes the soft ending.</summary>
    private static string Ordinal(int day, string ending, string softEnding) => day switch
    {
        <= 20 => OrdinalStems[day - 1] + (day == 3 ? softEnding : ending),
        30 => "тридцат" + ending,
        _ => $"{Tens[(day / 10) - 2]} {Ordinal(day % 10, ending, softEnding)}",
    };

    private static string UntilHour(int hour) =>
        $"{Genitive(hour, "одного")} {(Declension.FormOf(hour) == PluralForm.One ? "часа" : "часов")}";

    private static string AtHour(int hour) => Declension.FormOf(hour) switch
    {
        PluralForm.One => $"{Cardinal(hour)} час",
        PluralForm.Few => $"{Cardinal(hour)} часа",
        PluralForm.Many or PluralForm.Fraction => $"{Cardinal(hour)} часов",
    };

    private static string MinutesGenitive(int minutes) =>
        $"{Genitive(minutes, "одной")} {(Declension.FormOf(minutes) == PluralForm.One ? "минуты" : "минут")}";

    private static string Cardinal(int number) => number switch
    {
        < 10 => Units[number],
        < 20 => Teens[number - 10],
        _ when number % 10 == 0 => Tens[(number / 10) - 2],
        _ => $"{Tens[(number / 10) - 2]} {Units[number % 10]}",
    };

    private static string Genitive(int number, string one) => number switch
    {
        < 10 => number == 1 ? one : UnitsGenitive[number],
        < 20 => Teens[number - 10][..^1] + "и",
        _ when number % 10 == 0 => TensGenitive[(number / 10) - 2],
        _ => $"{TensGenitive[(number / 10) - 2]} {Genitive(number % 10, one)}",
    };
}
