namespace Zhkh.Dispatch;

/// <summary>How far an unanswered order has climbed.</summary>
public sealed class Escalation
{
    public required Guid AssignmentId { get; init; }

    public required string Organisation { get; init; }

    public required TicketPriority Priority { get; init; }

    /// <summary>The day whose rules it climbs by, to the end.</summary>
    public required DateOnly RulesOn { get; init; }

    /// <summary>From where the rungs' seconds count; moved back when a rung is climbed early.</summary>
    public required DateTimeOffset BeganAt { get; set; }

    /// <summary>The last one fired; −1 before the first.</summary>
    public int Rung { get; set; } = -1;

    public EscalationAct Act { get; set; }

    /// <summary>When the next one is; null = answered, or nothing left.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    public string? StoppedBecause { get; set; }
}

/// <summary>What a rung does.</summary>
public enum EscalationAct
{
    Sms,
    Robot,

    /// <summary>The dispatchers and the senior are told.</summary>
    Alert,
}

/// <summary>A rung that was fired: once, for ever.</summary>
public sealed class EscalationFiring
{
    public required Guid AssignmentId { get; init; }

    public required int Rung { get; init; }

    public required string Organisation { get; init; }

    public required EscalationAct Act { get; init; }

    public required DateTimeOffset FiredAt { get; init; }
}

/// <summary>A rung of the ladder as the rules of a day say.</summary>
/// <param name="After">From the order without an answer.</param>
internal sealed record LadderRung(int Rung, TimeSpan After, EscalationAct Act);
