namespace Zhkh.Dispatch.Tests;

/// <summary>RU 354, Annex 1, with instants worked out by hand.</summary>
public sealed class InterruptionLimitTests
{
    private static readonly TimeZoneInfo Volgograd = TimeZoneInfo.FindSystemTimeZoneById("Europe/Volgograd");   // +3
    private static readonly InterruptionLimit Water = new(TimeSpan.FromHours(4), TimeSpan.FromHours(8));

    [Theory]
    [InlineData(0, "2026-11-10T10:00:00Z", "2026-11-10T14:00:00Z")]     // nothing used: four hours at a time
    [InlineData(5, "2026-11-10T10:00:00Z", "2026-11-10T13:00:00Z")]     // five of eight used: three are left
    [InlineData(8, "2026-11-10T10:00:00Z", "2026-11-10T10:00:00Z")]     // all used: at once
    [InlineData(20, "2026-11-10T10:00:00Z", "2026-11-10T10:00:00Z")]    // more than all used
    [InlineData(7, "2026-11-30T20:30:00Z", "2026-12-01T00:30:00Z")]     // 23:30 local: the new month brings a new budget
    [InlineData(7, "2026-11-30T19:30:00Z", "2026-11-30T20:30:00Z")]     // 22:30 local: the hour is spent before midnight
    public void The_earlier_of_the_limit_at_a_time_and_of_the_month(int usedHours, string start, string due) =>
        Assert.Equal(At(due), Water.DueAt(At(start), TimeSpan.FromHours(usedHours), Volgograd));

    [Fact]
    public void A_month_is_a_month_of_the_wall_calendar()
    {
        Assert.Equal(At("2026-10-31T21:00:00Z"), InterruptionLimit.MonthOf(At("2026-11-10T10:00:00Z"), Volgograd));
        Assert.Equal(At("2026-11-30T21:00:00Z"), InterruptionLimit.MonthAfter(At("2026-11-10T10:00:00Z"), Volgograd));
    }

    [Theory]
    [InlineData("2026-11-20T12:00:00Z", "2026-11-20T18:00:00Z")]        // 15:00: until nine in the evening
    [InlineData("2026-11-20T17:45:00Z", "2026-11-21T18:00:00Z")]        // 20:45: a quarter of an hour is no chance
    [InlineData("2026-11-20T21:30:00Z", "2026-11-21T18:00:00Z")]        // half past midnight: until the evening
    public void A_notice_is_news_until_the_evening_in_which_somebody_can_be_reached(string at, string end) =>
        Assert.Equal(At(end),
            new NoticeWindow(TimeSpan.FromHours(21), TimeSpan.FromMinutes(30)).EndAfter(At(at), Volgograd));

    [Theory]
    [InlineData("2026-11-20", 10, "2026-12-04")]
    [InlineData("2026-11-21", 10, "2026-12-04")]                        // a Saturday
    [InlineData("2026-11-23", 1, "2026-11-24")]
    public void Working_days_are_monday_to_friday(string day, int count, string later) =>
        Assert.Equal(DateOnly.Parse(later), NoticeWindow.WorkingDaysAfter(DateOnly.Parse(day), count));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);
}
