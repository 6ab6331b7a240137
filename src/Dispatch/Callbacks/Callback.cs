namespace Zhkh.Dispatch;

/// <summary>A promise to call somebody back. Both clocks run from the earliest unanswered arrival.</summary>
public sealed class Callback
{
    public required Guid Id { get; init; }

    public required string Organisation { get; init; }

    /// <summary>E.164; null when the number was withheld: it is listed, but nobody can call it.</summary>
    public string? Phone { get; init; }

    public string? AccountNumber { get; set; }

    public DateTimeOffset ArrivedAt { get; private set; }

    public DateTimeOffset OwnDueAt { get; private set; }

    public DateTimeOffset LegalDueAt { get; private set; }

    public CallbackStatus Status { get; private set; } = CallbackStatus.Due;

    public int MissedCalls { get; set; } = 1;

    public DateTimeOffset NextTryAt { get; private set; }

    /// <summary>Who has it in hand while dialling, else who had it last.</summary>
    public string? Operator { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public DateTimeOffset? BreachedAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public string? DroppedBecause { get; private set; }

    internal CallbackStages StagesRaised { get; set; }

    internal DateTimeOffset? WakeAt { get; private set; }

    internal uint Version { get; init; }

    /// <summary>Sets both clocks from an arrival; stages of the old clocks may sound again.</summary>
    internal void RunFrom(DateTimeOffset arrivedAt, CallbackRules rules)
    {
        ArrivedAt = arrivedAt;
        OwnDueAt = arrivedAt + rules.Own;
        LegalDueAt = arrivedAt + rules.Legal;
        NextTryAt = arrivedAt;
        StagesRaised = CallbackStages.None;
        WakeAt = CallbackPlan.WakeAt(this, rules);
    }

    /// <summary>Takes a step of the table and leaves the line of it; null = refused, nothing changed.</summary>
    internal CallbackChange? Move(CallbackMove move, string by, string? why, DateTimeOffset at, CallbackRules rules)
    {
        if (CallbackLifecycle.Next(Status, move) is not { } next)
        {
            return null;
        }

        var change = CallbackChange.Of(this, move, next, by, why, at);
        Status = next;
        LeasedUntil = null;
        switch (move)
        {
            case CallbackMove.BeginAttempt:
                (Operator, LeasedUntil) = (by, at + rules.Lease);
                break;
            case CallbackMove.InboundBegan:
                (Operator, LeasedUntil) = (by, at + rules.TalkLongest);
                break;
            case CallbackMove.AttemptFailed or CallbackMove.LeaseExpired:
                NextTryAt = CallbackPlan.NextTry(at, LegalDueAt, rules);
                break;
            case CallbackMove.OwnPhoneSilent:
                NextTryAt = at;   // nothing was tried: a colleague may at once
                break;
            case CallbackMove.LegalDuePassed:
                BreachedAt ??= at;
                break;
            case CallbackMove.Drop:
                DroppedBecause = why;
                break;
            case CallbackMove.AttemptReached or CallbackMove.InboundTalked:
                break;
        }

        ClosedAt = CallbackLifecycle.IsOpen(next) ? null : at;
        WakeAt = CallbackPlan.WakeAt(this, rules);
        return change;
    }

    /// <summary>The far side answered: the lease now lasts as long as a talk may.</summary>
    internal void Talking(DateTimeOffset at, CallbackRules rules)
    {
        LeasedUntil = at + rules.TalkLongest;
        WakeAt = CallbackPlan.WakeAt(this, rules);
    }

    internal void Raised(CallbackStages stages, CallbackRules rules)
    {
        StagesRaised |= stages;
        WakeAt = CallbackPlan.WakeAt(this, rules);
    }
}
