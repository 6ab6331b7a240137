namespace Zhkh.Pbx.Dialer;

/// <summary>What a call of the robot is for; hours, limits and conversation go by it (DOMAIN §3.3).</summary>
public enum DialKind
{
    /// <summary>A debtor of a campaign.</summary>
    Debt,

    /// <summary>"Your water is back": what a resident asked to be told.</summary>
    ServiceNotice,

    /// <summary>A mark from 1 to 5 for a finished job.</summary>
    QualityPoll,

    /// <summary>A crew without a smartphone takes its order by keys.</summary>
    CrewOrder,
}
