namespace Zhkh.Pbx.Rtp;

/// <summary>
/// How late the media clock runs, averaged over its last sixteen ticks or so: one pause of the collector is not a lag,
/// a machine that cannot keep up is. Written by the media thread, read by anyone.
/// </summary>
internal sealed class ClockLateness
{
    private const int AveragingShift = 4;
    private long _ns;

    public TimeSpan Value => TimeSpan.FromMicroseconds(Volatile.Read(ref _ns) / 1000);

    /// <summary>A tick ran this late.</summary>
    public void Add(long lateNs) => Volatile.Write(ref _ns, _ns + ((lateNs - _ns) >> AveragingShift));

    /// <summary>Nothing is due any more: what was late is over.</summary>
    public void Clear() => Volatile.Write(ref _ns, 0);
}
