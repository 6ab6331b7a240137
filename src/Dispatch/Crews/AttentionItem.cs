namespace Zhkh.Dispatch;

/// <summary>Something a person must look at because no table can decide it.</summary>
public sealed class AttentionItem
{
    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    public required Guid TicketId { get; init; }

    public Guid? AssignmentId { get; init; }

    public required AttentionReason Reason { get; init; }

    /// <summary>The senior must see it, not only the desk.</summary>
    public required bool ForSupervisor { get; init; }

    /// <summary>The crew's words, its code, or the mark.</summary>
    public required string Text { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public DateTimeOffset? SeenAt { get; set; }

    public string? SeenBy { get; set; }
}

/// <summary>Why a person must look.</summary>
public enum AttentionReason
{
    /// <summary>The ladder's last rung: nobody of the crew answers.</summary>
    CrewSilent,
    CrewDeclined,

    /// <summary>A crew wrote something that is not one of the agreed replies.</summary>
    CrewWord,

    /// <summary>A crew needs more time.</summary>
    TermAsked,

    /// <summary>The resident gave a low mark.</summary>
    LowScore,
}

/// <summary>A line of the list of what must be looked at.</summary>
public sealed record AttentionRow(
    Guid Id, string Organisation, Guid TicketId, int Number, string? Address, AttentionReason Reason,
    bool ForSupervisor, string Text, DateTimeOffset RaisedAt, DateTimeOffset? SeenAt, string? SeenBy);
