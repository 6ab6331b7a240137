namespace Zhkh.Billing;

/// <summary>The only place where an instant becomes a day: a day exists only in a named zone.</summary>
internal static class LocalCalendar
{
    public static DateOnly Day(DateTimeOffset at, string timeZone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).DateTime);

    public static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>Whole calendar months from one day to a later one.</summary>
    public static int MonthsBetween(DateOnly from, DateOnly to) =>
        ((to.Year - from.Year) * 12) + to.Month - from.Month;
}
