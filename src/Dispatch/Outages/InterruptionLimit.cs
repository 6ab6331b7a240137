namespace Zhkh.Dispatch;

/// <summary>How long a service may be off, and when that is over. Pure.</summary>
/// <param name="AtATime">Of one interruption.</param>
/// <param name="PerMonth">Of all interruptions of one house and service in a month of its wall calendar.</param>
internal sealed record InterruptionLimit(TimeSpan AtATime, TimeSpan PerMonth)
{
    /// <summary>
    /// The earlier of: the limit at a time, and the month's budget used up. A new month brings a new budget, so an
    /// interruption over midnight of the last day spends of both.
    /// </summary>
    /// <param name="used">Spent in the month of <paramref name="start"/> before it.</param>
    public DateTimeOffset DueAt(DateTimeOffset start, TimeSpan used, TimeZoneInfo zone)
    {
        var left = used < PerMonth ? PerMonth - used : TimeSpan.Zero;
        var turn = MonthAfter(start, zone);
        var spent = start + left <= turn ? start + left : turn + PerMonth;
        var once = start + AtATime;
        return (once < spent ? once : spent).ToUniversalTime();
    }

    /// <summary>The first moment of the month after the one a moment lies in.</summary>
    public static DateTimeOffset MonthAfter(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        return Midnight(new DateTime(local.Year, local.Month, 1).AddMonths(1), zone);
    }

    /// <summary>The first moment of the month a moment lies in.</summary>
    public static DateTimeOffset MonthOf(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        return Midnight(new DateTime(local.Year, local.Month, 1), zone);
    }

    private static DateTimeOffset Midnight(DateTime day, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(day))
        {
            day = day.AddMinutes(1);
        }

        return new DateTimeOffset(day, zone.GetUtcOffset(day)).ToUniversalTime();
    }
}
