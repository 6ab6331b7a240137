namespace Zhkh.Dispatch;

/// <summary>What hangs on an outage in the tables.</summary>
internal static class OutageParts
{
    /// <summary>A house that is affected.</summary>
    public sealed class House
    {
        public required Guid OutageId { get; init; }

        public required Guid HouseId { get; init; }

        public required string Organisation { get; init; }

        public required string Address { get; init; }
    }

    /// <summary>When the interruption of a service becomes longer than the law permits.</summary>
    public sealed class Deadline
    {
        public required Guid OutageId { get; init; }

        public required string Service { get; init; }

        public required string Organisation { get; init; }

        public required DateTimeOffset DueAt { get; init; }

        public required string Clause { get; init; }

        public required string Source { get; init; }
    }

    /// <summary>A line of the outage's log; never changed.</summary>
    public sealed class Change
    {
        public long Id { get; init; }

        public required Guid OutageId { get; init; }

        public required string Organisation { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string By { get; init; }

        public required OutageStep What { get; init; }

        public DateTimeOffset? PlannedUntil { get; init; }

        public DateTimeOffset? ClosedAt { get; init; }

        public string? Reason { get; init; }
    }
}

/// <summary>What can happen to an outage.</summary>
public enum OutageStep
{
    Declared,
    TermMoved,
    Closed,
    Reopened,
}
