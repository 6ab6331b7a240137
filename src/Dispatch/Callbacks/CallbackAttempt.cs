namespace Zhkh.Dispatch;

/// <summary>One try to reach them, or their own call that got through. Evidence; kept.</summary>
public sealed class CallbackAttempt
{
    public required Guid Id { get; init; }

    public required Guid CallbackId { get; init; }

    public required string Organisation { get; init; }

    public required string Operator { get; init; }

    /// <summary>The exchange began it, nobody at a screen.</summary>
    public bool Automatic { get; init; }

    /// <summary>They called us.</summary>
    public required bool Inbound { get; init; }

    public Guid? CallId { get; set; }

    public required DateTimeOffset BeganAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public required AttemptOutcome Outcome { get; set; }

    /// <summary>Two-way talk.</summary>
    public int TalkSeconds { get; set; }
}

/// <summary>How a try ended.</summary>
public enum AttemptOutcome
{
    Pending,
    Reached,
    NotReached,

    /// <summary>Nobody reported its end in time.</summary>
    LeaseExpired,

    /// <summary>Our own phone was not taken; the resident was not rung.</summary>
    OwnPhoneSilent,
}
