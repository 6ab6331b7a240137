namespace Zhkh.Pbx.Calls;

/// <summary>Limits of calls.</summary>
public sealed class CallOptions
{
    /// <summary>Name of this host in every journal line and recording; several hosts then share one database.</summary>
    public string Node { get; set; } = "node-1";

    /// <summary>The number residents know, shown when we call them.</summary>
    public string PublicNumber { get; set; } = "100";

    /// <summary>The organisation of calls between our own phones, and of numbers that name none.</summary>
    public string DefaultOrganisation { get; set; } = "privolsk";

    /// <summary>Calls at once; the last tenth is for emergency numbers (RELIABILITY O3).</summary>
    public int CallsMax { get; set; } = 1_000;

    /// <summary>How long a phone or a resident is rung by us.</summary>
    public TimeSpan RingTimeMax { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the robot lets a resident's phone ring: five or six rings; who has not come by then is elsewhere.
    /// </summary>
    public TimeSpan RobotRingTimeMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A restart waits so long for calls to end (ARCHITECTURE §0.5).</summary>
    public TimeSpan DrainTimeMax { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>False only for the bench numbers that say so.</summary>
    public bool RecordsCalls { get; set; } = true;
}
