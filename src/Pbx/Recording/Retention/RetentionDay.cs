namespace Zhkh.Pbx.Recording;

/// <summary>The day by which terms, rules and holds are counted.</summary>
internal static class RetentionDay
{
    /// <summary>Rules and holds change by days; one day, that of UTC, for everybody.</summary>
    public static DateOnly DayOf(this TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
