namespace Zhkh.Pbx.Tests.Dialer;

/// <summary>
/// When a debtor may be called in 2027, written down from the laws and a wall calendar. It shares no code, no table and
/// no time zone data with the product: offsets are counted by hand.
/// </summary>
internal static class LegalOracle
{
    private static readonly HashSet<(int Month, int Day)> RussianHolidays =
    [
        (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12),
        (11, 4),
    ];

    // Easter on 2 May and Trinity on 20 June among them.
    private static readonly HashSet<(int Month, int Day)> UkrainianHolidays =
    [
        (1, 1), (3, 8), (5, 1), (5, 2), (5, 8), (6, 20), (6, 28), (7, 15), (8, 24), (10, 1), (12, 25),
    ];

    /// <summary>What a clock on the wall of the town shows.</summary>
    public static DateTime Wall(string town, DateTimeOffset at) => at.UtcDateTime.AddHours(town switch
    {
        "Moscow" or "Volgograd" => 3,
        "Samara" => 4,
        "Kamchatka" => 12,
        "Kyiv" => IsEuropeanSummer(at.UtcDateTime) ? 3 : 2,
        _ => throw new ArgumentOutOfRangeException(nameof(town), town, "Not on this map"),
    });

    public static bool MayCall(string town, DateTimeOffset at, int ownFromHour, int ownToHour)
    {
        var wall = Wall(town, at);
        var isWeekend = wall.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var hours = wall.TimeOfDay.TotalHours;
        if (hours < ownFromHour || hours >= ownToHour)
        {
            return false;
        }

        if (town == "Kyiv")
        {
            return !isWeekend && !UkrainianHolidays.Contains((wall.Month, wall.Day)) && hours is >= 9 and < 20;
        }

        return isWeekend || RussianHolidays.Contains((wall.Month, wall.Day))
            ? hours is >= 9 and < 20
            : hours is >= 8 and < 22;
    }

    /// <summary>The highest counts a person's contacts reach in a day, a calendar week and a calendar month.</summary>
    public static (int Day, int Week, int Month) Busiest(string town, IReadOnlyList<DateTimeOffset> contacts)
    {
        var days = contacts.Select(at => Wall(town, at).Date).ToList();
        return (
            Max(days.GroupBy(d => d)), Max(days.GroupBy(d => d.AddDays(-(((int)d.DayOfWeek + 6) % 7)))),
            Max(days.GroupBy(d => new DateTime(d.Year, d.Month, 1))));
    }

    private static int Max(IEnumerable<IGrouping<DateTime, DateTime>> groups) =>
        groups.Select(g => g.Count()).DefaultIfEmpty().Max();

    /// <summary>From the last Sunday of March to that of October, at one o'clock UTC (Directive 2000/84/EC).</summary>
    private static bool IsEuropeanSummer(DateTime utc) =>
        utc >= LastSunday(utc.Year, 3).AddHours(1) && utc < LastSunday(utc.Year, 10).AddHours(1);

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month), 0, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
