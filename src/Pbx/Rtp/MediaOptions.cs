namespace Zhkh.Pbx.Rtp;

/// <summary>Limits and habits of the media.</summary>
public sealed record MediaOptions
{
    /// <summary>First port of the RTP range; 0 together with <see cref="LastPort"/> 0 takes any free one.</summary>
    public int FirstPort { get; init; } = 10_000;

    /// <summary>Last port of the range, inclusive. The range must keep out of 32768–60999.</summary>
    public int LastPort { get; init; } = 20_000;

    /// <summary>
    /// A port of a finished call rests this long: the far side's last packets must not enter a stranger's call.
    /// </summary>
    public TimeSpan PortRest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Legs open at once. The loop carries about 5,000 a core before any work on the sound.</summary>
    public int LegsMax { get; init; } = 4_000;

    /// <summary>Longest wait in a jitter buffer.</summary>
    public TimeSpan JitterMax { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>No packet for so long: the far side is gone without a BYE (power cut, NAT).</summary>
    public TimeSpan RtpTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Silence is sent when there is nothing to say, so that NATs stay open and recorders of others keep running.
    /// False sends nothing (the <c>answer</c> part of the bench profile).
    /// </summary>
    public bool SendSilence { get; init; } = true;

    /// <summary>Mean time between RTCP reports; each is moved by up to half of it (RFC 3550 §6.2).</summary>
    public TimeSpan RtcpInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Ask the kernel for real-time scheduling of the media thread; without permission it runs without.
    /// </summary>
    public bool RealTime { get; init; } = true;
}
