namespace Zhkh.Dispatch;

/// <summary>A line of an order's story; never changed.</summary>
public sealed class AssignmentStep
{
    public long Id { get; init; }

    public required Guid AssignmentId { get; init; }

    public required string Organisation { get; init; }

    /// <summary>When it was so: the device's tap, held between the step before and now.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the server heard of it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What the device said, as it said it.</summary>
    public DateTimeOffset? DeviceAt { get; init; }

    public required StepChannel Channel { get; init; }

    public required string By { get; init; }

    /// <summary>ordered, accepted …, comment, needTime, opened, photo, smsQueued, smsSent …, robotNoAnswer …</summary>
    public required string What { get; init; }

    public string? Detail { get; init; }

    /// <summary>The tap's own name: an offline queue may send it twice.</summary>
    public string? ClientId { get; init; }
}
