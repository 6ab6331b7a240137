using System.Globalization;

namespace Zhkh.Web.Calendar;

/// <summary>Quarters of the year and the moment in them at which recurring campaigns are made. Pure.</summary>
internal static class Quarter
{
    /// <summary>The calendar's wall clock: a campaign made at five is there before anybody may be called.</summary>
    public const string TimeZone = "Europe/Moscow";

    /// <summary>Quartz: at 05:00 on the first of January, April, July and October.</summary>
    public const string Cron = "0 0 5 1 1,4,7,10 ?";

    private static readonly TimeOnly At = new(5, 0);

    /// <summary><c>2026-Q4</c>.</summary>
    public static string Of(DateTimeOffset at)
    {
        var day = LocalDay(at);
        return string.Create(CultureInfo.InvariantCulture, $"{day.Year}-Q{((day.Month - 1) / 3) + 1}");
    }

    /// <summary>The next quarter's campaigns are made then.</summary>
    public static DateTimeOffset NextRun(DateTimeOffset after)
    {
        var day = LocalDay(after);
        var first = new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1);
        return Instant(first) > after ? Instant(first) : Instant(first.AddMonths(3));
    }

    private static DateOnly LocalDay(DateTimeOffset at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(at, TimeZone).DateTime);

    private static DateTimeOffset Instant(DateOnly day)
    {
        var wall = day.ToDateTime(At);
        return new DateTimeOffset(wall, TimeZoneInfo.FindSystemTimeZoneById(TimeZone).GetUtcOffset(wall))
            .ToUniversalTime();
    }
}
