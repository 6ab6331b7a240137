namespace Zhkh.Dispatch;

/// <summary>When a resident may be asked. Pure.</summary>
internal static class PollHours
{
    /// <summary>
    /// The first moment from <paramref name="earliest"/> on that lies within the hours of a day of the house, and the
    /// end of those hours.
    /// </summary>
    public static (DateTimeOffset DueAt, DateTimeOffset ClosesAt) Next(
        DateTimeOffset earliest, DayHours hours, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(earliest, zone).DateTime);
        while (true)
        {
            var opens = Deadline.Instant(day, hours.From, zone);
            var closes = Deadline.Instant(day, hours.To, zone);
            if (earliest < closes)
            {
                return ((earliest < opens ? opens : earliest).ToUniversalTime(), closes);
            }

            day = day.AddDays(1);
        }
    }
}
