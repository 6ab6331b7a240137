namespace Zhkh.Dispatch;

/// <summary>The answer to a move.</summary>
/// <param name="Allowed">What is possible now: the buttons.</param>
public sealed record TicketMoveAnswer(
    TicketMoveVerdict Verdict, TicketStatus? Status, IReadOnlyList<TicketMove> Allowed);

/// <summary>Whether a ticket moved.</summary>
public enum TicketMoveVerdict
{
    Moved,

    /// <summary>The table does not allow it from where the ticket stands now.</summary>
    Refused,
    Unknown,
}
