namespace Zhkh.Web.Outward;

/// <summary>Pauses that double, ±25 % so that failures of one cause do not come back as one wave.</summary>
internal static class Pause
{
    private const int DoublingsMax = 30;

    /// <param name="failures">How many there were, from 1 on.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan max)
    {
        var pause = first * Math.Pow(2, Math.Clamp(failures - 1, 0, DoublingsMax));
        return (pause < max ? pause : max) * (0.75 + (Random.Shared.NextDouble() / 2));
    }
}
