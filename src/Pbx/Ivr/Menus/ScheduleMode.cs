namespace Zhkh.Pbx.Ivr;

/// <summary>
/// Which mode a schedule is in at an instant. Pure: the instant is brought to the organisation's wall clock, and the
/// clock's jumps with it — an hour that comes twice is judged alike both times, one that is left out never comes.
/// </summary>
public static class ScheduleMode
{
    private const int NextChangeMinutesMax = 32 * DayHours.MinutesOfDay;

    /// <summary>
    /// Days of the month before everything; then working hours, night, holiday, and outside hours.
    /// </summary>
    public static LineMode At(Schedule schedule, DateTimeOffset instant)
    {
        var wall = TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone)).DateTime;
        var day = DateOnly.FromDateTime(wall);
        var minute = (wall.Hour * 60) + wall.Minute;
        if (schedule.MonthDays.FirstOrDefault(r => r.From <= day.Day && day.Day <= r.To)?.Mode is { } ofMonth)
        {
            return ofMonth;
        }

        var special = schedule.SpecialDays.FirstOrDefault(s => s.Day == day);
        var hours = special?.Hours ?? schedule.Week.GetValueOrDefault(wall.DayOfWeek, []);
        return hours.Any(h => h.Contains(minute)) ? LineMode.Open
            : schedule.Night?.Contains(minute) == true ? LineMode.Night
            : special is { Hours.Count: 0 } ? LineMode.Holiday
            : LineMode.Closed;
    }

    /// <summary>The next instant at which the mode is another one, to the minute; null: not within 32 days.</summary>
    public static DateTimeOffset? NextChange(Schedule schedule, DateTimeOffset instant)
    {
        var now = At(schedule, instant);
        var minute = instant.AddTicks(-(instant.UtcTicks % TimeSpan.TicksPerMinute));
        for (var i = 1; i <= NextChangeMinutesMax; i++)
        {
            if (At(schedule, minute.AddMinutes(i)) != now)
            {
                return minute.AddMinutes(i);
            }
        }

        return null;
    }
}
