namespace Zhkh.Pbx.Sip;

/// <summary>The values of RFC 3261 table 4.</summary>
internal static class SipTimers
{
    /// <summary>Estimate of the round trip.</summary>
    public static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest gap between retransmissions of a non-INVITE request and of an INVITE's response.</summary>
    public static readonly TimeSpan T2 = TimeSpan.FromSeconds(4);

    /// <summary>How long a message may stay in the network.</summary>
    public static readonly TimeSpan T4 = TimeSpan.FromSeconds(5);

    /// <summary>64·T1: timers B, F, H, J, L, M.</summary>
    public static readonly TimeSpan GiveUp = 64 * T1;

    /// <summary>Timer D on an unreliable flow.</summary>
    public static readonly TimeSpan TimerD = TimeSpan.FromSeconds(32);

    /// <summary>100 Trying goes out when the user said nothing for this long (§17.2.1).</summary>
    public static readonly TimeSpan Trying = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// A provisional response is repeated each minute so that no proxy gives the call up (§13.3.1.1).
    /// </summary>
    public static readonly TimeSpan RepeatProvisional = TimeSpan.FromSeconds(60);

    /// <summary>The next gap of a doubling timer with an upper limit.</summary>
    public static TimeSpan Doubled(TimeSpan gap, TimeSpan most) => gap * 2 < most ? gap * 2 : most;
}
