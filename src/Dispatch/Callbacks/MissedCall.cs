namespace Zhkh.Dispatch;

/// <summary>Somebody wanted a person and did not reach one.</summary>
/// <param name="Phone">E.164, or null when withheld.</param>
/// <param name="ArrivedAt">Both clocks start here.</param>
/// <param name="Outcome">missed, abandoned, cut.</param>
public sealed record MissedCall(
    Guid CallId, string Organisation, string? Phone, string? AccountNumber, DateTimeOffset ArrivedAt,
    DateTimeOffset EndedAt, string Outcome);

/// <summary>What a missed call became.</summary>
public sealed record CallbackRequested(Guid CallbackId, CallbackRequest Became);

/// <summary>The ways a missed call is taken in.</summary>
public enum CallbackRequest
{
    Opened,

    /// <summary>Noted on the callback that was open for the phone.</summary>
    Noted,

    /// <summary>This very call was taken in before.</summary>
    Repeated,

    /// <summary>We talked with them after it; recorded and closed at once.</summary>
    AlreadyAnswered,
}
