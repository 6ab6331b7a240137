namespace Zhkh.Pbx.Calls;

/// <summary>Where a call is, as screens show it.</summary>
public enum LiveState
{
    Robot,
    Waiting,
    Ringing,
    Talking,
    Ended,
}

/// <summary>A call as screens see it at one moment.</summary>
/// <param name="Phone">The resident's number, or null when withheld or when there is no resident.</param>
/// <param name="Extension">Our phone in the call; null while the robot has it.</param>
/// <param name="Outcome">Set when the call has ended.</param>
public sealed record LiveCall(
    Guid Id, CallDirection Direction, string From, string To, string? Phone, string? Extension, LiveState State,
    DateTimeOffset ArrivedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? HumanAnsweredAt, DateTimeOffset? EndedAt,
    string Organisation, string? AccountNumber, Language Language, Guid? RecordingId, string? Tag,
    CallOutcome? Outcome, RecordingClass Class = RecordingClass.Ordinary)
{
    internal static LiveCall Of(CallRecord call, bool isRinging) => new(
        call.Id, call.Direction, call.From, call.To, call.Phone, call.Extension, StateOf(call, isRinging),
        call.StartedAt, call.AnsweredAt, call.HumanAnsweredAt, call.EndedAt, call.Organisation, call.AccountNumber,
        call.Language, call.RecordingId, call.Tag, call.Outcome, call.Class);

    private static LiveState StateOf(CallRecord call, bool isRinging) => call switch
    {
        { EndedAt: not null } => LiveState.Ended,
        { HumanAnsweredAt: not null } => LiveState.Talking,
        _ when isRinging => LiveState.Ringing,
        { Line: not null, HasLeftLine: false } => LiveState.Waiting,
        { Direction: CallDirection.Inbound } => LiveState.Robot,
        { Extension: not null } => LiveState.Ringing,
        _ => LiveState.Robot,
    };
}
