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

    /// <summary>
    /// How long a colleague is rung before the call goes back to whoever passed it on: five rings, as with the robot.
    /// </summary>
    public TimeSpan TransferRingMax { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Where a caller waits who was left alone and came by no line.</summary>
    public string RescueLine { get; set; } = "dispatchers";

    /// <summary>What a caller hears for whom nobody was found.</summary>
    public string LeftAlonePrompt { get; set; } = "cb.soon";

    /// <summary>Supervisors in one call: one who listens and one who learns to.</summary>
    public int SupervisorsMax { get; set; } = 2;

    /// <summary>What a phone calls to stay connected for a shift (UX §4.5).</summary>
    public string PermanentLineNumber { get; set; } = "109";

    /// <summary>A restart waits so long for calls to end (ARCHITECTURE §0.5).</summary>
    public TimeSpan DrainTimeMax { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>False only for the bench numbers that say so.</summary>
    public bool RecordsCalls { get; set; } = true;
}
