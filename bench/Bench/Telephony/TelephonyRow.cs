namespace Zhkh.Bench;

/// <summary>A line of the table.</summary>
/// <param name="Name">As in PERFORMANCE: S1, M1 …</param>
/// <param name="Goal">What PERFORMANCE asks for, in words.</param>
/// <param name="Value">What was measured, in words.</param>
/// <param name="Reached">Null when there is no goal to compare with.</param>
internal sealed record TelephonyRow(string Name, string Metric, string Goal, string Value, bool? Reached);
