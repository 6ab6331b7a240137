namespace Zhkh.Pbx.Sip;

/// <summary>What is remembered of an address that guessed passwords.</summary>
/// <param name="Address">An IPv4 address, or the first of an IPv6 /64, in text.</param>
/// <param name="Level">How many bans it has had: 15 minutes, 1 hour, then 24 hours each.</param>
/// <param name="Until">End of the last ban.</param>
public sealed record BanRecord(string Address, int Level, DateTimeOffset Until);
