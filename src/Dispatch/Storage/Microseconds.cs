namespace Zhkh.Dispatch;

/// <summary>PostgreSQL keeps microseconds; an answer given before and after storing must be the same.</summary>
internal static class Microseconds
{
    public static DateTimeOffset Truncate(DateTimeOffset at) =>
        new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMicrosecond), at.Offset);
}
