namespace Zhkh.Dispatch;

/// <summary>A crew as GET /api/crews lists it, the one to take first.</summary>
/// <param name="OpenTickets">Orders it has in hand.</param>
/// <param name="Fits">Its trade repairs the ticket asked about; null when none was.</param>
/// <param name="ShiftChangedAt">Since when it is on shift, or off.</param>
public sealed record CrewRow(
    string Organisation, string Code, string Name, IReadOnlyList<string> Trades, string Phone, bool HasSmartphone,
    bool OnShift, DateTimeOffset ShiftChangedAt, int OpenTickets, bool? Fits, IReadOnlyList<string> Members,
    string? Note);
