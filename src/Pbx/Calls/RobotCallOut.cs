namespace Zhkh.Pbx.Calls;

/// <summary>A call the robot shall make: to a number through the trunk, or to one of our phones as a trial.</summary>
/// <param name="Id">
/// Given by who asks, who has written it down before the INVITE leaves: after a crash the row says whom it may have
/// rung.
/// </param>
/// <param name="Phone">E.164.</param>
/// <param name="Talk">The conversation from the answer on; the call ends when it returns.</param>
/// <param name="Class">How long its recording is kept.</param>
/// <param name="TrialExtension">Rings this phone instead, takes no line, and is nobody's call.</param>
public sealed record RobotCallOut(
    Guid Id, string Phone, string Organisation, Language Language, Func<IRobotCall, Task> Talk,
    string? AccountNumber = null, string? Tag = null, Guid? CampaignId = null, string? TrialExtension = null,
    RecordingClass Class = RecordingClass.Ordinary);

/// <summary>Whether a call of the robot was begun.</summary>
public abstract record RobotCallAnswer
{
    private RobotCallAnswer()
    {
    }

    /// <param name="End">Completes when the call is over. Never faults.</param>
    public sealed record Begun(Task<RobotCallEnd> End) : RobotCallAnswer;

    /// <summary>Nothing left the house.</summary>
    public sealed record Refused(CallOutRefusal Reason) : RobotCallAnswer;
}

/// <summary>How a call of the robot went, as far as the telephone can tell.</summary>
public enum RobotReach
{
    /// <summary>Something answered; what it was, the conversation knows.</summary>
    Answered,
    Busy,
    NoAnswer,
    Failed,
}

/// <summary>A call of the robot that is over.</summary>
/// <param name="SipStatus">The far end's last word; 200 when it answered.</param>
/// <param name="IsCut">Ended by a fault or by our stop, not by anybody in it.</param>
public sealed record RobotCallEnd(
    RobotReach Reach, int SipStatus, DateTimeOffset EndedAt, DateTimeOffset? AnsweredAt = null,
    Guid? RecordingId = null, bool IsCut = false);
