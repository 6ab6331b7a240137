namespace Zhkh.Dispatch;

/// <summary>A line of a callback's history; never changed.</summary>
public sealed class CallbackChange
{
    public long Id { get; init; }

    public required Guid CallbackId { get; init; }

    public required string Organisation { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    /// <summary>Null in the first line.</summary>
    public CallbackMove? Move { get; init; }

    public CallbackStatus? FromStatus { get; init; }

    public required CallbackStatus ToStatus { get; init; }

    public string? Why { get; init; }

    internal static CallbackChange Of(
        Callback callback, CallbackMove? move, CallbackStatus next, string by, string? why, DateTimeOffset at) => new()
    {
        CallbackId = callback.Id,
        Organisation = callback.Organisation,
        At = at,
        By = by,
        Move = move,
        FromStatus = move is null ? null : callback.Status,
        ToStatus = next,
        Why = why,
    };
}
