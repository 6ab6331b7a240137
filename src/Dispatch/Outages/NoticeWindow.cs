namespace Zhkh.Dispatch;

/// <summary>Until when of a day people may be told of what is no emergency. Pure.</summary>
/// <param name="To">Since midnight of the wall clock.</param>
/// <param name="Room">A rest of the day shorter than this is no chance to reach anybody.</param>
internal sealed record NoticeWindow(TimeSpan To, TimeSpan Room)
{
    /// <summary>The end of the first window in which somebody can still be reached.</summary>
    public DateTimeOffset EndAfter(DateTimeOffset at, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        while (true)
        {
            var end = Deadline.Instant(day, TimeOnly.FromTimeSpan(To), zone);
            if (end - at >= Room)
            {
                return end;
            }

            day = day.AddDays(1);
        }
    }

    /// <summary>So many working days later, Monday to Friday; holidays are not known here.</summary>
    public static DateOnly WorkingDaysAfter(DateOnly day, int count)
    {
        while (count > 0)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                count--;
            }
        }

        return day;
    }
}
