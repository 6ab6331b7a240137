namespace Zhkh.Pbx.Numbers;

/// <summary>What one phone may, within the rules and limits of the exchange.</summary>
/// <param name="Reach">The narrower of the phone's own class and its organisation's.</param>
/// <param name="MinutesPerDay">The smaller of its own and its organisation's; null: the exchange's alone.</param>
/// <param name="Home">Beginning of a fixed line of the organisation's town, digits; empty when it has not said.</param>
public sealed record DialRights(DialClass Reach, int? MinutesPerDay = null, string Home = "");
