namespace Zhkh.Dispatch.Tests;

public sealed class DeadlineTests
{
    private static readonly DayHours Chute = new(new TimeOnly(8, 0), new TimeOnly(23, 0));
    private static readonly TimeZoneInfo Volgograd = TimeZoneInfo.FindSystemTimeZoneById("Europe/Volgograd");
    private static readonly TimeZoneInfo Kyiv = TimeZoneInfo.FindSystemTimeZoneById("Europe/Kyiv");

    [Theory]
    [InlineData("2026-11-21T03:10", "2026-11-21T10:00")]
    [InlineData("2026-11-21T22:15", "2026-11-22T09:15")]
    [InlineData("2026-11-21T12:00", "2026-11-21T14:00")]
    [InlineData("2026-11-21T21:00", "2026-11-21T23:00")]
    [InlineData("2026-11-21T23:00", "2026-11-22T10:00")]
    public void Two_hours_of_a_chute_count_only_by_day(string opened, string due)
    {
        Assert.Equal(At(due), Deadline.After(At(opened), TimeSpan.FromHours(2), Chute, Volgograd));

        static DateTimeOffset At(string wall) => DateTimeOffset.Parse(wall + ":00+03:00");
    }

    [Fact]
    public void A_duration_is_a_duration_when_the_clocks_change()
    {
        var beforeSpring = DateTimeOffset.Parse("2026-03-29T02:50:00+02:00");
        Assert.Equal(beforeSpring.AddMinutes(30),
            Deadline.After(beforeSpring, TimeSpan.FromMinutes(30), null, Kyiv));
    }

    [Fact]
    public void Day_hours_follow_the_wall_clock_when_the_clocks_change()
    {
        var night = DateTimeOffset.Parse("2026-03-28T23:30:00+02:00");
        Assert.Equal(DateTimeOffset.Parse("2026-03-29T10:00:00+03:00"),
            Deadline.After(night, TimeSpan.FromHours(2), Chute, Kyiv));
    }

    [Fact]
    public void A_span_longer_than_a_day_takes_the_hours_of_several()
    {
        var noon = DateTimeOffset.Parse("2026-11-21T12:00:00+03:00");
        Assert.Equal(DateTimeOffset.Parse("2026-11-23T08:01:00+03:00"),
            Deadline.After(noon, TimeSpan.FromHours(11 + 15) + TimeSpan.FromMinutes(1), Chute, Volgograd));
    }
}
