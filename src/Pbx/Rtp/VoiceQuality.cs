namespace Zhkh.Pbx.Rtp;

/// <summary>
/// How a call sounded, from the figures of its packets: the E-model of ITU-T G.107 with the values of G.711.
/// </summary>
public static class VoiceQuality
{
    // G.107 table 2 with everything at its default: the best a narrow-band call can be.
    private const double Best = 93.2;

    // G.113 appendix I: G.711 with concealment, random loss.
    private const double LossRobustness = 25.1;

    // G.107 annex B: what people give a call that could not be better.
    private const double MosMax = 4.5;

    /// <summary>Mean opinion score, 1 to 4.5.</summary>
    /// <param name="lossShare">Packets lost, 0 to 1.</param>
    /// <param name="jitterMs">Interarrival jitter; the buffer that takes it up is twice that.</param>
    /// <param name="roundTripMs">Both ways over the network; null when the far side never reported.</param>
    public static double Mos(double lossShare, double jitterMs, double? roundTripMs)
    {
        // One way: half the round trip, a frame to fill, a frame and the jitter in the buffer.
        var delay = ((roundTripMs ?? 0) / 2) + 40 + (2 * jitterMs);

        // Cole and Rosenbluth (2001), "Voice over IP performance monitoring": Idd of G.107 §7.3 in two lines.
        var delayed = (0.024 * delay) + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);

        // G.107 (7-29) with Ie = 0 and BurstR = 1.
        var percent = 100 * Math.Clamp(lossShare, 0, 1);
        var lost = 95 * percent / (percent + LossRobustness);
        var r = Best - delayed - lost;
        return r <= 0 ? 1
            : r >= 100 ? MosMax
            : Math.Clamp(1 + (0.035 * r) + (r * (r - 60) * (100 - r) * 7e-6), 1, MosMax);
    }
}
