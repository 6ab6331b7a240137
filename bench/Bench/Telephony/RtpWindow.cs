namespace Zhkh.Bench;

/// <summary>What came in on one port between two moments; counted by the port's receiving thread alone.</summary>
/// <param name="fromNs">Wall clock, inclusive.</param>
/// <param name="untilNs">Wall clock, exclusive.</param>
internal sealed class RtpWindow(long fromNs, long untilNs)
{
    public long FromNs => fromNs;

    public long UntilNs => untilNs;

    /// <summary>Packets of the streams.</summary>
    public long Received { get; set; }

    /// <summary>Numbers that are missing between those received: sent, and lost on the way.</summary>
    public long Lost { get; set; }

    /// <summary>|gap − 20 ms| between packets of one stream.</summary>
    public Histogram GapErrors { get; } = new();

    /// <summary>Sent by us on one side of a bridge → received by us on the other.</summary>
    public Histogram Transits { get; } = new();

    /// <summary>End of a key sent → first packet of the next prompt.</summary>
    public Histogram KeyAnswers { get; } = new();
}
