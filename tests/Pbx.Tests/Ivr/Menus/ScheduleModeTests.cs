using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Tests.Ivr;

public class ScheduleModeTests
{
    /// <summary>
    /// Zones with the offsets of 2026 written down by hand: minutes before the first change, and each change in UTC.
    /// </summary>
    public static TheoryData<string, int, string[], int[]> Zones => new()
    {
        { "Europe/Volgograd", 180, [], [] },
        { "Asia/Vladivostok", 600, [], [] },
        { "Europe/Kyiv", 120, ["2026-03-29T01:00Z", "2026-10-25T01:00Z"], [180, 120] },
        { "America/New_York", -300, ["2026-03-08T07:00Z", "2026-11-01T06:00Z"], [-240, -300] },
        { "Australia/Lord_Howe", 660, ["2026-04-04T15:00Z", "2026-10-03T15:30Z"], [630, 660] },
    };

    /// <summary>
    /// The oracle paints a wall calendar of the year, layer over layer, and looks instants up in it by the hand-written
    /// offsets; it shares no line with what it judges.
    /// </summary>
    [Theory]
    [MemberData(nameof(Zones))]
    public void A_year_is_as_the_painted_calendar_says(string zone, int offset, string[] changes, int[] offsets)
    {
        var wall = Paint();
        var schedule = Hours.Of(zone, "09:00-13:00,14:00-18:00", "22:00-07:00", Days, Hours.Samara);
        var start = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc);
        var moments = changes.Select(c => Hours.At(c).UtcDateTime).ToArray();
        var looked = new HashSet<LineMode>();
        for (var minute = 0; minute < 362 * 1440; minute += Math.Abs(Nearest(start.AddMinutes(minute))) < 200 ? 1 : 7)
        {
            var utc = start.AddMinutes(minute);
            var shift = offset;
            for (var i = 0; i < moments.Length && utc >= moments[i]; i++)
            {
                shift = offsets[i];
            }

            var expected = wall[(int)(utc.AddMinutes(shift) - new DateTime(2026, 1, 1)).TotalMinutes];
            looked.Add(expected);
            var actual = ScheduleMode.At(schedule, new DateTimeOffset(utc));
            Assert.True(expected == actual, $"{zone} {utc:u}: {actual}, the calendar says {expected}");
        }

        Assert.Equal(5, looked.Count);

        double Nearest(DateTime utc) =>
            moments.Length == 0 ? double.MaxValue : moments.Min(m => Math.Abs((m - utc).TotalMinutes));
    }

    [Theory]
    [InlineData("2026-10-25T00:30Z", LineMode.Night)] // 03:30 by summer time
    [InlineData("2026-10-25T01:30Z", LineMode.Night)] // 03:30 once more, an hour later
    [InlineData("2026-10-25T01:59Z", LineMode.Night)] // 03:59 of winter time
    [InlineData("2026-10-25T02:00Z", LineMode.Closed)] // 04:00
    [InlineData("2026-10-25T00:59Z", LineMode.Night)] // 03:59 of summer time
    [InlineData("2026-03-29T00:59Z", LineMode.Night)] // 02:59; 03:00 to 03:59 never come
    [InlineData("2026-03-29T01:00Z", LineMode.Closed)] // 04:00
    public void The_night_of_the_clock_change_ends_by_the_wall(string at, LineMode expected) =>
        Assert.Equal(expected, ScheduleMode.At(Hours.Of("Europe/Kyiv", night: "22:00-04:00"), Hours.At(at)));

    [Theory]
    [InlineData("2027-02-28T10:00Z", LineMode.ReadingsOnly)]
    [InlineData("2028-02-29T10:00Z", LineMode.ReadingsOnly)]
    [InlineData("2027-03-01T10:00Z", LineMode.Open)]
    [InlineData("2027-04-30T10:00Z", LineMode.ReadingsOnly)]
    [InlineData("2027-01-31T10:00Z", LineMode.ReadingsOnly)]
    [InlineData("2027-01-23T10:00Z", LineMode.Closed)] // a Saturday
    public void A_rule_to_the_31st_goes_to_the_end_of_every_month(string at, LineMode expected) => Assert.Equal(
        expected, ScheduleMode.At(
            Hours.Of(month: [new MonthRule(1, 23, null), new MonthRule(24, 31, LineMode.ReadingsOnly)]), Hours.At(at)));

    [Fact]
    public void Days_a_month_does_not_have_do_not_occur_in_it()
    {
        var schedule = Hours.Of(month: [new MonthRule(1, 28, null), new MonthRule(29, 31, LineMode.Closed)]);
        var closed = Enumerable.Range(0, 28)
            .Count(day => ScheduleMode.At(schedule, Hours.At("2027-02-01T10:00Z").AddDays(day)) == LineMode.Closed);
        Assert.Equal(8, closed); // weekends alone
    }

    [Fact]
    public void The_next_change_is_the_minute_the_mode_is_another_one()
    {
        var schedule = Hours.Of();
        Assert.Equal(
            Hours.At("2026-11-20T15:00Z"), ScheduleMode.NextChange(schedule, Hours.At("2026-11-20T09:00:30Z")));
        Assert.Equal(
            Hours.At("2026-11-20T19:00Z"), ScheduleMode.NextChange(schedule, Hours.At("2026-11-20T15:00Z")));
        Assert.Null(ScheduleMode.NextChange(
            Hours.Of(weekdays: "00:00-24:00", night: null) with
            {
                Week = Enum.GetValues<DayOfWeek>().ToDictionary(
                    d => d, IReadOnlyList<DayHours> (_) => [new DayHours(0, 1440)]),
            }, Hours.At("2026-11-20T15:00Z")));
    }

    [Theory]
    [InlineData("00:00-24:00", 0, 1440)]
    [InlineData("09:30-18:05", 570, 1085)]
    public void Hours_are_read_as_they_are_written(string text, int from, int to)
    {
        Assert.Equal(new DayHours(from, to), DayHours.Parse(text));
        Assert.Equal(text, DayHours.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("9:00-18:00")]
    [InlineData("09:00")]
    [InlineData("24:00-25:00")]
    [InlineData("09:00-18:60")]
    [InlineData("завтра")]
    public void Anything_else_is_no_hours(string text) => Assert.False(DayHours.Parse(text).IsReadable);

    /// <summary>Holidays, a moved working Saturday, and a short day before a holiday.</summary>
    private static readonly SpecialDay[] Days =
    [
        new(new DateOnly(2026, 2, 23), "23", []), new(new DateOnly(2026, 3, 9), "9", []),
        new(new DateOnly(2026, 5, 1), "1", []), new(new DateOnly(2026, 6, 12), "12", []),
        new(new DateOnly(2026, 11, 28), "moved", [new DayHours(9 * 60, 17 * 60)]),
        new(new DateOnly(2026, 11, 3), "short", [new DayHours(9 * 60, 12 * 60)]),
    ];

    private static LineMode[] Paint()
    {
        var first = new DateTime(2026, 1, 1);
        var wall = new LineMode[366 * 1440];
        for (var i = 0; i < wall.Length; i++)
        {
            var at = first.AddMinutes(i);
            wall[i] = Days.Any(d => d.Hours.Count == 0 && d.Day == DateOnly.FromDateTime(at))
                ? LineMode.Holiday : LineMode.Closed;
            if (at.Hour is >= 22 or < 7)
            {
                wall[i] = LineMode.Night;
            }
        }

        for (var day = first; day < first.AddDays(366); day = day.AddDays(1))
        {
            (int From, int To)[] hours = (day.Month, day.Day) switch
            {
                (2, 23) or (3, 9) or (5, 1) or (6, 12) => [],
                (11, 28) => [(9, 17)],
                (11, 3) => [(9, 12)],
                _ when day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday => [],
                _ => [(9, 13), (14, 18)],
            };
            foreach (var (from, to) in hours)
            {
                Array.Fill(wall, LineMode.Open, (int)(day - first).TotalMinutes + (from * 60), (to - from) * 60);
            }

            if (day.Day is >= 15 and <= 23)
            {
                Array.Fill(wall, LineMode.ReadingsOnly, (int)(day - first).TotalMinutes, 1440);
            }
        }

        return wall;
    }
}
