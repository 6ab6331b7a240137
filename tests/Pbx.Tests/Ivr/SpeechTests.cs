using System.Globalization;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Tests.Ivr;

public class SpeechTests
{
    private const Language Ru = Language.Russian;
    private const Language Uk = Language.Ukrainian;

    [Fact]
    public void Every_row_of_the_counting_table_is_said_as_agreed()
    {
        var rows = SpeechTable.Rows("counts").ToList();
        Assert.Equal(74, rows.Count);
        Assert.All(rows, row =>
        {
            var n = long.Parse(row[0], CultureInfo.InvariantCulture);
            Assert.Equal(row[1], Said(n, Unit.Ruble, Ru));
            Assert.Equal(row[2], Said(n, Unit.Kopeck, Ru));
            Assert.Equal(row[3], Said(n, Unit.Hryvnia, Uk));
            Assert.Equal(row[4], Said(n, Unit.Day, Uk));
        });
    }

    [Fact]
    public void Every_row_of_the_money_table_is_said_as_agreed()
    {
        var rows = SpeechTable.Rows("money").ToList();
        Assert.Equal(30, rows.Count);
        Assert.All(rows, row =>
        {
            var minor = long.Parse(row[0], CultureInfo.InvariantCulture);
            Assert.Equal(row[1], Said(MoneyPhrase.Say(minor, "RUB", Ru), Ru));
            Assert.Equal(row[2], Said(MoneyPhrase.Say(minor, "UAH", Uk), Uk));
        });
    }

    [Fact]
    public void Every_row_of_the_noun_table_is_said_as_agreed()
    {
        var rows = SpeechTable.Rows("nouns").ToList();
        Assert.Equal(35, rows.Count);
        Assert.All(rows, row =>
        {
            var n = long.Parse(row[0], CultureInfo.InvariantCulture);
            foreach (var (russian, ukrainian) in row[1].Split("; ").Zip(row[2].Split("; ")))
            {
                var unit = UnitOf(russian);
                Assert.Equal(russian, Said(n, unit, Ru));
                Assert.Equal(ukrainian, Said(n, unit, Uk));
            }
        });
    }

    [Fact]
    public void Hours_after_until_are_genitive_in_russian_and_ordinal_in_ukrainian()
    {
        var rows = SpeechTable.Rows("hours").ToList();
        Assert.Equal(25, rows.Count);
        Assert.All(rows, row =>
        {
            var hour = DatePhrase.UntilHour(int.Parse(row[0], CultureInfo.InvariantCulture));
            Assert.Equal(row[1], "до " + Said([hour], Ru));
            Assert.Equal(row[2], "до " + Said([hour], Uk));
        });
    }

    [Theory]
    [InlineData(18, 30, "восемнадцати часов тридцати минут", "вісімнадцятої години тридцяти хвилин")]
    [InlineData(18, 0, "восемнадцати часов", "вісімнадцятої години")]
    [InlineData(9, 1, "девяти часов одной минуты", "дев’ятої години однієї хвилини")]
    [InlineData(21, 21, "двадцати одного часа двадцати одной минуты", "двадцять першої години двадцяти однієї хвилини")]
    [InlineData(0, 2, "нуля часов двух минут", "опівночі двох хвилин")]
    public void Time_after_until_is_genitive(int hour, int minute, string russian, string ukrainian)
    {
        var phrase = DatePhrase.Until(new TimeOnly(hour, minute));
        Assert.Equal(russian, Said(phrase, Ru));
        Assert.Equal(ukrainian, Said(phrase, Uk));
    }

    [Theory]
    [InlineData(18, 30, "восемнадцать часов тридцать минут", "вісімнадцятій годині тридцять хвилин")]
    [InlineData(1, 0, "один час", "першій годині")]
    [InlineData(21, 0, "двадцать один час", "двадцять першій годині")]
    [InlineData(11, 21, "одиннадцать часов двадцать одну минуту", "одинадцятій годині двадцять одну хвилину")]
    public void Time_after_at_takes_the_accusative(int hour, int minute, string russian, string ukrainian)
    {
        var time = new TimeOnly(hour, minute);
        Assert.Equal(russian, Said(DatePhrase.At(time, Ru), Ru));
        Assert.Equal(ukrainian, Said(DatePhrase.At(time, Uk), Uk));
    }

    [Theory]
    [InlineData(1, "одной минуты", "однієї хвилини")]
    [InlineData(2, "двух минут", "двох хвилин")]
    [InlineData(5, "пяти минут", "п’яти хвилин")]
    [InlineData(10, "десяти минут", "десяти хвилин")]
    [InlineData(21, "двадцати одной минуты", "двадцяти однієї хвилини")]
    [InlineData(40, "сорока минут", "сорока хвилин")]
    public void Durations_are_genitive(int minutes, string russian, string ukrainian)
    {
        Assert.Equal(russian, Said([DatePhrase.MinutesGenitive(minutes)], Ru));
        Assert.Equal(ukrainian, Said([DatePhrase.MinutesGenitive(minutes)], Uk));
    }

    [Theory]
    [InlineData(2026, 11, 21, "двадцать первого ноября", "двадцять першого листопада")]
    [InlineData(2026, 3, 3, "третьего марта", "третього березня")]
    [InlineData(2026, 1, 31, "тридцать первого января", "тридцять першого січня")]
    [InlineData(2026, 5, 30, "тридцатого мая", "тридцятого травня")]
    [InlineData(2026, 9, 4, "четвёртого сентября", "четвертого вересня")]
    public void Dates_are_ordinals_in_the_genitive(int year, int month, int day, string russian, string ukrainian)
    {
        var phrase = DatePhrase.DayOfMonth(new DateOnly(year, month, day));
        Assert.Equal(russian, Said(phrase, Ru));
        Assert.Equal(ukrainian, Said(phrase, Uk));
    }

    [Theory]
    [InlineData(15, "пятнадцатого", "п’ятнадцятого", 25, "двадцать пятое", "двадцять п’яте")]
    [InlineData(7, "седьмого", "сьомого", 23, "двадцать третье", "двадцять третє")]
    public void Windows_run_from_a_genitive_to_an_accusative_day(
        int first, string russianFirst, string ukrainianFirst, int last, string russianLast, string ukrainianLast)
    {
        Assert.Equal(russianFirst, Said([DatePhrase.DayGenitive(first)], Ru));
        Assert.Equal(ukrainianFirst, Said([DatePhrase.DayGenitive(first)], Uk));
        Assert.Equal(russianLast, Said([DatePhrase.DayAccusative(last)], Ru));
        Assert.Equal(ukrainianLast, Said([DatePhrase.DayAccusative(last)], Uk));
    }

    [Theory]
    [InlineData(1, "одну минуту", "одну хвилину")]
    [InlineData(21, "двадцать одну минуту", "двадцять одну хвилину")]
    [InlineData(5, "пять минут", "п’ять хвилин")]
    [InlineData(1001, "одну тысячу одну минуту", "одну тисячу одну хвилину")]
    public void The_accusative_differs_after_a_feminine_one(int n, string russian, string ukrainian)
    {
        Assert.Equal(russian, Said(NumberPhrase.Count(n, Unit.Minute, Ru, GrammaticalCase.Accusative), Ru));
        Assert.Equal(ukrainian, Said(NumberPhrase.Count(n, Unit.Minute, Uk, GrammaticalCase.Accusative), Uk));
    }

    [Theory]
    [InlineData("123.045", "сто двадцать три запятая ноль четыре пять", "сто двадцять три кома нуль чотири п’ять")]
    [InlineData("412", "четыреста двенадцать", "чотириста дванадцять")]
    [InlineData("-2.5", "минус два запятая пять", "мінус два кома п’ять")]
    public void Decimals_are_read_digit_by_digit_after_the_comma(string value, string russian, string ukrainian)
    {
        var number = decimal.Parse(value, CultureInfo.InvariantCulture);
        Assert.Equal(russian, Said(NumberPhrase.Decimal(number, Ru), Ru));
        Assert.Equal(ukrainian, Said(NumberPhrase.Decimal(number, Uk), Uk));
    }

    [Theory]
    [InlineData("6", "шесть кубических метров", "шість кубічних метрів")]
    [InlineData("1.5", "один запятая пять кубического метра", "один кома п’ять кубічного метра")]
    public void A_fraction_takes_the_genitive_singular(string value, string russian, string ukrainian)
    {
        var number = decimal.Parse(value, CultureInfo.InvariantCulture);
        Assert.Equal(russian, Said(NumberPhrase.Quantity(number, Unit.CubicMetre, Ru), Ru));
        Assert.Equal(ukrainian, Said(NumberPhrase.Quantity(number, Unit.CubicMetre, Uk), Uk));
    }

    [Fact]
    public void A_neuter_noun_takes_its_own_one() =>
        Assert.Equal(
            ("двадцать одно показание", "двадцять одне показання", "два показания"),
            (Said(21, Unit.Reading, Ru), Said(21, Unit.Reading, Uk), Said(2, Unit.Reading, Ru)));

    [Fact]
    public void Negative_numbers_are_said_with_minus() =>
        Assert.Equal("мінус п’ять днів", Said(-5, Unit.Day, Uk));

    [Fact]
    public void Numbers_from_a_trillion_on_are_read_digit_by_digit() =>
        Assert.Equal(
            "один " + string.Join(' ', Enumerable.Repeat("ноль", 12)) + " рублей",
            Said(1_000_000_000_000, Unit.Ruble, Ru));

    [Fact]
    public void Accounts_are_read_digit_by_digit() =>
        Assert.Equal("ноль ноль один два", Said(DigitsPhrase.Ending("44-0012", 4), Ru));

    private static string Said(long n, Unit unit, Language language) =>
        Said(NumberPhrase.Count(n, unit, language), language);

    private static string Said(IEnumerable<Prompt> phrase, Language language) =>
        Vocabulary.Of(language).Words(phrase);

    private static Unit UnitOf(string russian) => russian switch
    {
        _ when russian.Contains("минут") => Unit.Minute,
        _ when russian.Contains("киловатт") => Unit.KilowattHour,
        _ when russian.Contains("кубич") => Unit.CubicMetre,
        _ when russian.Contains("заяв") => Unit.Ticket,
        _ when russian.Contains("звон") => Unit.Call,
        _ => Unit.Hour,
    };
}
