namespace Zhkh.Pbx.Calls;

/// <summary>A change of places in a call, as it is remembered.</summary>
/// <param name="By">Who wished it: an extension.</param>
/// <param name="To">An extension, a line's code or a number.</param>
public sealed record CallMove(DateTimeOffset At, string By, string To, MoveKind Kind);
