namespace Zhkh.Dispatch;

/// <summary>The answer to "I call them now".</summary>
/// <param name="By">Who has it in hand: the asker when begun, the colleague when taken.</param>
public sealed record AttemptBegun(
    AttemptVerdict Verdict, Guid? AttemptId, string? Phone, string? AccountNumber, string? By,
    DateTimeOffset? LeasedUntil, CallbackStatus? Status);

/// <summary>Why one may or may not call.</summary>
public enum AttemptVerdict
{
    Begun,

    /// <summary>A colleague is on it.</summary>
    Taken,

    /// <summary>Closed in the meantime.</summary>
    Closed,

    /// <summary>The number was withheld.</summary>
    NotCallable,
    Unknown,
}
