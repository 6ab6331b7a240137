namespace Zhkh.Pbx.Recording;

/// <summary>The outline of a recording, brought to a number of points.</summary>
/// <param name="Seconds">Length of the recording.</param>
/// <param name="Caller">Loudness 0–255, evenly over the length.</param>
/// <param name="Ours">The other side.</param>
public sealed record RecordingPeaks(double Seconds, IReadOnlyList<int> Caller, IReadOnlyList<int> Ours)
{
    /// <summary>More than a wide screen has dots.</summary>
    public const int PointsMax = 4000;

    /// <summary>Draws fewer points, each the loudest of those it stands for.</summary>
    internal static RecordingPeaks Of(TimeSpan length, ReadOnlySpan<byte> points, int wanted)
    {
        var have = points.Length / PeakMeter.PointBytes;
        var count = Math.Clamp(Math.Min(wanted, have), 0, PointsMax);
        var (caller, ours) = (new int[count], new int[count]);
        for (var i = 0; i < have && count > 0; i++)
        {
            var to = (int)((long)i * count / have);
            caller[to] = Math.Max(caller[to], points[i * PeakMeter.PointBytes]);
            ours[to] = Math.Max(ours[to], points[(i * PeakMeter.PointBytes) + 1]);
        }

        return new RecordingPeaks(Math.Round(length.TotalSeconds, 2), caller, ours);
    }
}
