namespace Zhkh.Pbx.Dialer;

/// <summary>The lines of the house at one moment.</summary>
/// <param name="Capacity">Calls the operator's contract carries at once, in both directions.</param>
/// <param name="InUse">Calls over the trunk that are up or ringing.</param>
/// <param name="Reserved">Kept free for residents.</param>
/// <param name="Waiting">Callers who wait for a person.</param>
public readonly record struct LineState(int Capacity, int InUse, int Reserved, int Waiting, bool IsStopping);

/// <summary>How many calls the robot may begin now. Pure.</summary>
public static class Pacer
{
    /// <summary>
    /// None while anybody waits for a person; otherwise what leaves the reserve untouched (RELIABILITY O3: the robot
    /// gives way first).
    /// </summary>
    public static int Room(LineState lines) => lines.Waiting > 0 || lines.IsStopping
        ? 0 : Math.Max(0, lines.Capacity - lines.InUse - lines.Reserved);
}

/// <summary>
/// Calls per minute of one campaign, spread evenly: what was not used in a second is lost, so that nothing bursts.
/// </summary>
internal sealed class PaceGate
{
    private static readonly TimeSpan BurstMax = TimeSpan.FromSeconds(1);
    private DateTimeOffset _next;

    public bool IsOpen(DateTimeOffset now) => _next <= now;

    /// <summary>A call was begun.</summary>
    public void Pass(DateTimeOffset now, int callsPerMinute)
    {
        var from = _next < now - BurstMax ? now - BurstMax : _next;
        _next = from + (TimeSpan.FromMinutes(1) / callsPerMinute);
    }
}
