using System.Diagnostics.Metrics;

namespace Zhkh.Pbx.Sip;

/// <summary>Counters of the signalling, in the meter of the exchange.</summary>
internal static class SipMetrics
{
    public const string MeterName = "Zhkh.Pbx";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Messages that came in, of whatever kind.</summary>
    public static readonly Counter<long> Received = Meter.CreateCounter<long>("zhkh.sip.received");

    /// <summary>Messages refused by ban or bucket: they got silence.</summary>
    public static readonly Counter<long> Silenced = Meter.CreateCounter<long>("zhkh.sip.silenced");

    /// <summary>Datagrams that were no message, or a response nobody waits for.</summary>
    public static readonly Counter<long> Dropped = Meter.CreateCounter<long>("zhkh.sip.dropped");

    /// <summary>Answers given without state: screening, challenges, strangers.</summary>
    public static readonly Counter<long> Stateless = Meter.CreateCounter<long>("zhkh.sip.stateless");

    /// <summary>Calls offered to the exchange.</summary>
    public static readonly Counter<long> Invites = Meter.CreateCounter<long>("zhkh.sip.invites");

    /// <summary>Calls refused with 503 because of drain or load.</summary>
    public static readonly Counter<long> Shed = Meter.CreateCounter<long>("zhkh.sip.shed");

    /// <summary>Logins refused.</summary>
    public static readonly Counter<long> LoginFailures = Meter.CreateCounter<long>("zhkh.sip.login_failures");

    /// <summary>Addresses silenced for guessing.</summary>
    public static readonly Counter<long> Bans = Meter.CreateCounter<long>("zhkh.sip.bans");

    /// <summary>Exceptions that only a loop's last net caught: each is a defect.</summary>
    public static readonly Counter<long> Faults = Meter.CreateCounter<long>("zhkh.sip.faults");
}
