using System.Diagnostics;

namespace Zhkh.Pbx.Tests.Rtp;

/// <summary>Does something every 20 ms against absolute deadlines, as a telephone does.</summary>
internal static class Pace
{
    public static void Run(int times, Action<int> act)
    {
        var start = Stopwatch.GetTimestamp();
        using var never = new ManualResetEventSlim(false);
        for (var i = 0; i < times; i++)
        {
            act(i);
            var left = TimeSpan.FromMilliseconds(20 * (i + 1)) - Stopwatch.GetElapsedTime(start);
            if (left > TimeSpan.Zero)
            {
                never.Wait(left);
            }
        }
    }
}
