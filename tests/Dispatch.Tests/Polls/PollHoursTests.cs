namespace Zhkh.Dispatch.Tests;

public sealed class PollHoursTests
{
    private static readonly string[] Zones =
        ["Europe/Volgograd", "Europe/Kyiv", "Europe/Moscow", "Asia/Kamchatka", "Europe/Kaliningrad", "Europe/Berlin"];

    /// <summary>The oracle knows nothing of days and windows: it walks minute by minute until a wall clock agrees.</summary>
    [Fact]
    public void A_simulated_year_of_finished_jobs_is_asked_about_at_the_first_minute_that_is_allowed()
    {
        var dice = new Random(42);
        var year = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var id in Zones)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
            foreach (var (from, to) in new[] { (18, 20), (2, 4), (0, 1), (10, 20) })
            {
                for (var job = 0; job < 60; job++)
                {
                    var earliest = year.AddMinutes(dice.Next(365 * 24 * 60));
                    var (due, closes) = PollHours.Next(
                        earliest, new DayHours(new TimeOnly(from, 0), new TimeOnly(to, 0)), zone);
                    var walked = earliest;
                    while (!Allows(walked, from, to, zone))
                    {
                        walked = walked.AddMinutes(1);
                    }

                    Assert.True(due == walked, $"{id} {from}-{to} {earliest:O}: {due:O}, walked to {walked:O}");
                    Assert.True(Allows(closes.AddMinutes(-1), from, to, zone) && !Allows(closes, from, to, zone));
                }
            }
        }
    }

    [Theory]
    // The night of 29 March 2026: Kyiv skips 03:00–04:00, so the hours 02–04 end when the clock says 04:00.
    [InlineData("2026-03-29T00:10:00Z", 2, 4, "Europe/Kyiv", "2026-03-29T00:10:00Z", "2026-03-29T01:00:00Z")]
    // The night of 25 October 2026: 03:00–04:00 comes twice; by day nothing is different.
    [InlineData("2026-10-25T10:00:00Z", 18, 20, "Europe/Kyiv", "2026-10-25T16:00:00Z", "2026-10-25T18:00:00Z")]
    [InlineData("2026-10-24T10:00:00Z", 18, 20, "Europe/Kyiv", "2026-10-24T15:00:00Z", "2026-10-24T17:00:00Z")]
    [InlineData("2026-11-21T16:59:59Z", 18, 20, "Europe/Volgograd", "2026-11-21T16:59:59Z", "2026-11-21T17:00:00Z")]
    [InlineData("2026-11-21T17:00:00Z", 18, 20, "Europe/Volgograd", "2026-11-22T15:00:00Z", "2026-11-22T17:00:00Z")]
    public void The_turn_of_the_clock_moves_the_hours_and_not_the_wall(
        string earliest, int from, int to, string zone, string due, string closes) =>
        Assert.Equal((DateTimeOffset.Parse(due), DateTimeOffset.Parse(closes)), PollHours.Next(
            DateTimeOffset.Parse(earliest), new DayHours(new TimeOnly(from, 0), new TimeOnly(to, 0)),
            TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private static bool Allows(DateTimeOffset at, int from, int to, TimeZoneInfo zone)
    {
        var hour = TimeZoneInfo.ConvertTime(at, zone).Hour;
        return hour >= from && hour < to;
    }
}
