namespace Zhkh.Pbx.Rtp;

/// <summary>How the packets of a leg fared so far.</summary>
/// <param name="Received">RTP packets taken from the far side.</param>
/// <param name="Lost">Numbers that never came.</param>
/// <param name="JitterMs">Interarrival jitter (RFC 3550 §6.4.1).</param>
/// <param name="Sent">RTP packets handed to the network.</param>
/// <param name="SendErrors">Refused by the kernel.</param>
/// <param name="Strays">Datagrams dropped: wrong source, wrong form, unknown payload type.</param>
/// <param name="RemoteLost">What the far side says it misses of ours; null before its first report.</param>
/// <param name="RoundTripMs">By the far side's last report; null before it.</param>
/// <param name="SourceLearnt">The far side sends from another address than its SDP said.</param>
public sealed record RtpStatistics(
    long Received, long Lost, double JitterMs, long Sent, long SendErrors, long Strays, int? RemoteLost,
    double? RoundTripMs, bool SourceLearnt)
{
    public static RtpStatistics None { get; } = new(0, 0, 0, 0, 0, 0, null, null, false);
}
