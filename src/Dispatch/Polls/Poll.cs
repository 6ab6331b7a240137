namespace Zhkh.Dispatch;

/// <summary>A question to a resident: how was the job done, from 1 to 5?</summary>
public sealed class Poll
{
    public required Guid Id { get; init; }

    public required Guid TicketId { get; init; }

    public required string Organisation { get; init; }

    public Guid? AssignmentId { get; init; }

    /// <summary>Whose work is judged; null when no crew of the list did it.</summary>
    public string? Crew { get; init; }

    public required string Phone { get; init; }

    public string? AccountNumber { get; init; }

    public required DateTimeOffset DoneAt { get; init; }

    public PollState State { get; private set; } = PollState.Waiting;

    /// <summary>When the robot may begin; null once it was told to.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>The end of that day's hours.</summary>
    public DateTimeOffset ClosesAt { get; private set; }

    public required int TriesMax { get; init; }

    /// <summary>This or less brings the ticket back.</summary>
    public required int LowScore { get; init; }

    public int? Score { get; private set; }

    public bool HasComment { get; private set; }

    public Guid? CallId { get; private set; }

    public Guid? RecordingId { get; private set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public string? Why { get; private set; }

    internal uint Version { get; init; }

    internal void Plan(DateTimeOffset dueAt, DateTimeOffset closesAt) => (DueAt, ClosesAt) = (dueAt, closesAt);

    /// <summary>Takes a step of the table; false = refused, nothing changed.</summary>
    internal bool Move(PollMove move, string? why, DateTimeOffset at)
    {
        if (PollLifecycle.Next(State, move) is not { } next)
        {
            return false;
        }

        (State, DueAt, Why, ChangedAt) = (next, null, why, at);
        return true;
    }

    internal bool Rate(PollAnswer answer, int score, DateTimeOffset at)
    {
        if (!Move(PollMove.Rate, null, at))
        {
            return false;
        }

        (Score, HasComment, CallId, RecordingId) = (score, answer.HasComment, answer.CallId, answer.RecordingId);
        return true;
    }
}

/// <summary>Who asked not to be asked.</summary>
public sealed class PollOptOut
{
    public required string Organisation { get; init; }

    public required string Phone { get; init; }

    public required DateTimeOffset At { get; init; }
}
