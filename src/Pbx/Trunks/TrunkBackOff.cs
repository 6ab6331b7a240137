namespace Zhkh.Pbx.Trunks;

/// <summary>
/// How long a trunk that failed is left alone (RFC 5626 §4.5): longer each time, by chance within bounds, so that the
/// whole town does not come back to an operator at once. A refused login is repeated rarely: operators ban guessers.
/// </summary>
internal static class TrunkBackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRefused = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MostRefused = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromHours(1);

    /// <param name="failures">In a row, 1 = the first.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int failures, int status, TimeSpan? retryAfter, double chance)
    {
        if (retryAfter is { } asked && asked > TimeSpan.Zero)
        {
            return (asked < RetryAfterMax ? asked : RetryAfterMax) + (First * chance);
        }

        var isRefused = status is 401 or 403 or 404 or 407;
        var (first, most) = isRefused ? (FirstRefused, MostRefused) : (First, Most);
        var upper = first * Math.Pow(2, Math.Min(failures - 1, 10));
        upper = upper < most ? upper : most;
        return upper * (0.5 + (chance / 2));
    }

    /// <summary>
    /// A registration is renewed when three quarters of it are over, so there is time for another try.
    /// </summary>
    public static TimeSpan Renewal(TimeSpan life, double chance) => life * (0.70 + (0.1 * chance));
}
