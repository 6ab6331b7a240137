namespace Zhkh.Dispatch;

/// <summary>One missed call behind a callback.</summary>
public sealed class CallbackCall
{
    public required Guid CallId { get; init; }

    public required Guid CallbackId { get; init; }

    public required string Organisation { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>How the call ended, in the exchange's words: missed, abandoned, cut.</summary>
    public required string Outcome { get; init; }
}
