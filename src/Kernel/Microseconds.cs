namespace Zhkh.Kernel;

/// <summary>PostgreSQL keeps microseconds; an answer given before and after storing must be the same.</summary>
public static class Microseconds
{
    /// <summary>The same moment without what a timestamptz would lose.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset at) =>
        new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMicrosecond), at.Offset);
}
