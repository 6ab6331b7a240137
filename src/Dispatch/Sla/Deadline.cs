namespace Zhkh.Dispatch;

/// <summary>Hours of the organisation's day in which a clock runs.</summary>
internal readonly record struct DayHours(TimeOnly From, TimeOnly To);

/// <summary>When a span is over. Pure.</summary>
internal static class Deadline
{
    /// <summary>
    /// Without hours a deadline is a duration, whatever the zone does. With hours only their time counts: two hours
    /// from 22:15 with 08:00–23:00 are over at 09:15 (RU 416 p.13, carried over).
    /// </summary>
    public static DateTimeOffset After(DateTimeOffset start, TimeSpan span, DayHours? hours, TimeZoneInfo zone)
    {
        if (hours is not { } window)
        {
            return start + span;
        }

        var at = start;
        var left = span;
        while (true)
        {
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
            var opens = Instant(day, window.From, zone);
            var closes = Instant(day, window.To, zone);
            at = at < opens ? opens : at;
            if (at < closes)
            {
                if (at + left <= closes)
                {
                    return (at + left).ToUniversalTime();
                }

                left -= closes - at;
            }

            at = Instant(day.AddDays(1), window.From, zone);
        }
    }

    /// <summary>A wall-clock time as an instant; one that a spring change skips is the moment of the change.</summary>
    internal static DateTimeOffset Instant(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var wall = day.ToDateTime(time, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(1);
        }

        return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
    }
}
