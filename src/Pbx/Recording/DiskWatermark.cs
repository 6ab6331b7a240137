namespace Zhkh.Pbx.Recording;

/// <summary>How full the disk under the recordings is.</summary>
public enum DiskLevel
{
    Fine,

    /// <summary>An alarm, and what is past its term goes now instead of at night.</summary>
    Low,

    /// <summary>No new recording is begun; calls go on.</summary>
    Critical,
}

/// <summary>
/// Judges free space against the two marks. A level is left only an eighth above its mark, so that it does not flicker.
/// </summary>
internal sealed class DiskWatermark(long lowBytes, long criticalBytes)
{
    private const int MarginPart = 8;

    public DiskLevel Level { get; private set; }

    /// <param name="free">Negative: it could not be measured, and the level stays.</param>
    public DiskLevel Judge(long free)
    {
        if (free >= 0)
        {
            Level = free < Mark(criticalBytes, DiskLevel.Critical) ? DiskLevel.Critical
                : free < Mark(lowBytes, DiskLevel.Low) ? DiskLevel.Low
                : DiskLevel.Fine;
        }

        return Level;
    }

    private long Mark(long bytes, DiskLevel level) => Level >= level ? bytes + (bytes / MarginPart) : bytes;
}
