namespace Zhkh.Pbx.Numbers;

/// <summary>Caps and rules of calls out.</summary>
public sealed class DialPlanOptions
{
    /// <summary>A dispatcher talks to one resident; three leaves room for a transfer (RELIABILITY A8).</summary>
    public int ConcurrentPerUserMax { get; set; } = 3;

    /// <summary>RELIABILITY A8: 60 minutes a user a day.</summary>
    public TimeSpan TimePerUserPerDayMax { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>
    /// Twenty dispatchers at their own cap; what a stolen trunk can cost in a day is known beforehand.
    /// </summary>
    public TimeSpan TrunkTimePerDayMax { get; set; } = TimeSpan.FromMinutes(1200);

    /// <summary>
    /// Twelve lines of the robot through the ten hours of a day in which it may call; a runaway costs no more.
    /// </summary>
    public TimeSpan RobotTimePerDayMax { get; set; } = TimeSpan.FromMinutes(7200);

    /// <summary>RELIABILITY A8: frozen after 20 denials.</summary>
    public int DenialsBeforeFreezeMax { get; set; } = 20;

    /// <summary>The midnight at which the minutes of a day start anew.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Rules by organisation code; an organisation without an entry has <see cref="Default"/>.</summary>
    public IDictionary<string, DialRules> Rules { get; } = new Dictionary<string, DialRules>(StringComparer.Ordinal);

    /// <summary>Residents of either country may call either organisation, so both may be called back.</summary>
    public DialRules Default { get; set; } = DialRules.Both;

    internal DialRules RulesOf(string organisation) => Rules.TryGetValue(organisation, out var own) ? own : Default;
}
