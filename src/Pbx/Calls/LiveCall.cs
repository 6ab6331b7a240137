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
    /// <summary>Who talks or listens beside the resident.</summary>
    public IReadOnlyList<CallParty> Parties { get; init; } = [];

    /// <summary>Who holds the conversation: an extension; null when nobody does.</summary>
    public string? HeldBy { get; init; }

    /// <summary>The change of places begun last; null before the first.</summary>
    public CallMove? LastMove { get; init; }

    internal static LiveCall Of(CallRecord call, bool isRinging) => new(
        call.Id, call.Direction, call.From, call.To, call.Phone, call.Extension, StateOf(call, isRinging),
        call.StartedAt, call.AnsweredAt, call.HumanAnsweredAt, call.EndedAt, call.Organisation, call.AccountNumber,
        call.Language, call.RecordingId, call.Tag, call.Outcome, call.Class)
    {
        Parties = call.Parties, HeldBy = call.HeldBy, LastMove = call.Moves.LastOrDefault(),
    };

    private static LiveState StateOf(CallRecord call, bool isRinging) => call switch
    {
        { EndedAt: not null } => LiveState.Ended,
        { HumanAnsweredAt: not null, IsAlone: false } => LiveState.Talking,
        _ when isRinging => LiveState.Ringing,
        { IsAlone: true } => LiveState.Waiting,
        { Line: not null, HasLeftLine: false } => LiveState.Waiting,
        { Direction: CallDirection.Inbound } => LiveState.Robot,
        { Extension: not null } => LiveState.Ringing,
        _ => LiveState.Robot,
    };
}
