namespace Zhkh.Dispatch;

/// <summary>A ticket in a crew's hands. One open one a ticket.</summary>
public sealed class Assignment
{
    public required Guid Id { get; init; }

    public required Guid TicketId { get; init; }

    public required string Organisation { get; init; }

    /// <summary>Code of the crew.</summary>
    public required string Crew { get; init; }

    /// <summary>The crew's, as it was when the order went out.</summary>
    public required string Phone { get; init; }

    public AssignmentState State { get; private set; } = AssignmentState.Ordered;

    public required DateTimeOffset OrderedAt { get; init; }

    public required string OrderedBy { get; init; }

    /// <summary>When it was last moved, by the clock of whoever moved it.</summary>
    public required DateTimeOffset MovedAt { get; set; }

    /// <summary>Until when the crew says it needs; null = it did not say.</summary>
    public DateTimeOffset? NeedsUntil { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    internal uint Version { get; init; }

    /// <summary>Takes a step of the table; false = refused, nothing changed.</summary>
    /// <param name="minutes">For <see cref="AssignmentMove.NeedTime"/>.</param>
    internal bool Move(AssignmentMove move, int? minutes, DateTimeOffset at)
    {
        if (AssignmentLifecycle.Next(State, move) is not { } next)
        {
            return false;
        }

        NeedsUntil = move == AssignmentMove.NeedTime && minutes is { } more ? at.AddMinutes(more) : NeedsUntil;
        (State, MovedAt) = (next, at);
        EndedAt = AssignmentLifecycle.IsOpen(next) ? null : at;
        return true;
    }

    internal AssignmentStep Step(
        StepChannel channel, string what, string by, string? detail, DateTimeOffset at, DateTimeOffset now) => new()
    {
        AssignmentId = Id,
        Organisation = Organisation,
        At = at,
        ReceivedAt = now,
        Channel = channel,
        By = by,
        What = what,
        Detail = detail,
    };
}
