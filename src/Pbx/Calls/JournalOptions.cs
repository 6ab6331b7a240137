namespace Zhkh.Pbx.Calls;

/// <summary>Sizes and times of the call journal.</summary>
public sealed class JournalOptions
{
    /// <summary>
    /// Facts wait here for the writer; at 150 calls a second and six facts a call this is nine seconds.
    /// </summary>
    public int QueueMax { get; set; } = 8192;

    /// <summary>Facts written by one system call.</summary>
    public int BatchMax { get; set; } = 512;

    /// <summary>
    /// Pause between two fsyncs under load. With the fsync itself (some ms on any disk in use) a fact is durable within
    /// the 20 ms of PERFORMANCE L2.
    /// </summary>
    public TimeSpan SyncPause { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Small enough to re-read at once, large enough that a busy day makes tens of files, not thousands.
    /// </summary>
    public int SegmentBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Lines kept in memory while the disk is full: over an hour of a full house, about 4 MB.</summary>
    public int HeldFactsMax { get; set; } = 10_000;

    /// <summary>How often a full disk is tried again (RELIABILITY F6: back within 5 s).</summary>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Calls kept in memory for the drain; the rest wait in their segments (a long outage of the database).
    /// </summary>
    public int RecordsMax { get; set; } = 20_000;
}
