namespace Zhkh.Pbx.Dialer;

/// <summary>
/// Whether a person may be called at a moment, and when next: the rule's hours on the person's own wall, narrowed by
/// the campaign's. Pure.
/// </summary>
public sealed class CallingHours(CallingRule rule, WorkCalendar calendar, TimeZoneInfo zone, DialHours? own)
{
    /// <summary>Longer than any row of holidays; who cannot be called for so long never can.</summary>
    private const int DaysAheadMax = 60;

    public bool Allows(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        return Window(DateOnly.FromDateTime(local)) is { } hours && hours.Contains(TimeOnly.FromDateTime(local));
    }

    /// <summary>The first moment from <paramref name="at"/> on that is allowed; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset at)
    {
        if (Allows(at))
        {
            return at;
        }

        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        var today = DateOnly.FromDateTime(local);
        for (var ahead = 0; ahead <= DaysAheadMax; ahead++)
        {
            var day = today.AddDays(ahead);
            if (Window(day) is { } hours && (ahead > 0 || TimeOnly.FromDateTime(local) < hours.From)
                && Opening(day, hours.From) is var opening && Allows(opening))
            {
                return opening;
            }
        }

        return null;
    }

    /// <summary>The first allowed moment of a later day than that of <paramref name="at"/>.</summary>
    public DateTimeOffset? NextDay(DateTimeOffset at) => Next(Opening(LocalDay(at).AddDays(1), TimeOnly.MinValue));

    /// <summary>The day on the called person's wall.</summary>
    public DateOnly LocalDay(DateTimeOffset at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private DialHours? Window(DateOnly day)
    {
        var hours = calendar.IsFree(day) ? rule.FreeDays : rule.Weekdays;
        return hours is { } law && own is { } wish ? law.And(wish) : hours;
    }

    /// <summary>A wall-clock time as an instant; one that a spring change skips is the moment after the change.</summary>
    private DateTimeOffset Opening(DateOnly day, TimeOnly time)
    {
        var wall = day.ToDateTime(time, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(1);
        }

        return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
    }
}
