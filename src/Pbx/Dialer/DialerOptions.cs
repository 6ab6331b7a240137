namespace Zhkh.Pbx.Dialer;

/// <summary>Habits of the dialer and the lines it may use.</summary>
public sealed class DialerOptions
{
    /// <summary>Calls the operator's contract carries at once, in both directions.</summary>
    public int LinesCapacity { get; set; } = 12;

    /// <summary>Lines that are never taken by the robot: residents call in on them (UX §3.7).</summary>
    public int LinesReserved { get; set; } = 3;

    /// <summary>Name of this host in the rows it works on; it takes back its own after a restart.</summary>
    public string Node { get; set; } = "node-1";

    /// <summary>
    /// How often lines and orders are looked at: a resident's call is noticed, a pause takes effect within it.
    /// </summary>
    public TimeSpan Look { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>A call whose host has not been heard of for so long is taken for lost.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Orders decided in one look: the rest waits for the next, so that lines are looked at meanwhile.</summary>
    public int DecisionsPerLookMax { get; set; } = 100;
}
