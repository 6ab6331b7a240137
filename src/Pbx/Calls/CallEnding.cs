namespace Zhkh.Pbx.Calls;

/// <summary>
/// Every way a call can end. Each carries its verdict: the SIP status of the refusal (200 when the call had been
/// answered and ended by BYE) and the outcome the reports show.
/// </summary>
internal abstract record CallEnding(int SipStatus, CallOutcome Outcome)
{
    /// <summary>The name in the journal and in logs.</summary>
    public string Name => GetType().Name;

    /// <summary>Text for the Reason phrase or the Reason header.</summary>
    public virtual string Phrase => Name;

    // A person was reached, whoever hung up after that.
    internal sealed record Talked() : CallEnding(200, CallOutcome.Answered);

    // The robot did what the caller came for.
    internal sealed record ServedByRobot() : CallEnding(200, CallOutcome.SelfService);

    internal sealed record CancelledWhileRinging() : CallEnding(487, CallOutcome.Abandoned);

    internal sealed record LeftTheRobot() : CallEnding(200, CallOutcome.Abandoned);

    internal sealed record LeftTheLine() : CallEnding(200, CallOutcome.Abandoned);

    // The caller waited, or was promised a call back, and nobody came; or the robot gave up on its own.
    internal sealed record NobodyThere() : CallEnding(200, CallOutcome.Missed);

    // A person was reached, left them on hold or passed them on, and then nobody could be found: they are called back.
    internal sealed record LeftAlone() : CallEnding(200, CallOutcome.Missed);

    // Nobody came, and the caller spoke after the signal: it is listened to within ten minutes (ПП РФ 416 п. 13).
    internal sealed record LeftMessage() : CallEnding(200, CallOutcome.Voicemail);

    internal sealed record TooManyCalls() : CallEnding(503, CallOutcome.Refused)
    {
        public override string Phrase => "Too many calls";
    }

    internal sealed record NoMediaPort() : CallEnding(503, CallOutcome.Refused)
    {
        public override string Phrase => "No media port";
    }

    internal sealed record Draining() : CallEnding(503, CallOutcome.Refused)
    {
        public override string Phrase => "Restarting";
    }

    internal sealed record NoCommonMedia() : CallEnding(488, CallOutcome.Failed)
    {
        public override string Phrase => "Not Acceptable Here";
    }

    internal sealed record NoSuchNumber() : CallEnding(404, CallOutcome.Refused)
    {
        public override string Phrase => "Not Found";
    }

    internal sealed record DialDenied(Numbers.DialDenial Reason) : CallEnding(403, CallOutcome.Refused)
    {
        public override string Phrase => "Forbidden";
    }

    internal sealed record MediaLost() : CallEnding(200, CallOutcome.Cut);

    internal sealed record FlowFailed(bool IsAnswered) : CallEnding(IsAnswered ? 200 : 500, CallOutcome.Cut);

    // The host died with the call, or had to stop before the call was over.
    internal sealed record HostStopped() : CallEnding(200, CallOutcome.Cut);

    internal sealed record TimeAllowedSpent() : CallEnding(200, CallOutcome.Answered);

    // Our own phone was rung first and nobody took it.
    internal sealed record OwnPhoneSilent(int Status) : CallEnding(Status, CallOutcome.Failed);

    // A person at a screen ended it, knowing why.
    internal sealed record HungUpByScreen() : CallEnding(480, CallOutcome.Answered);

    // A call of the robot was answered and carried to its end, whoever hung up.
    internal sealed record RobotTalked() : CallEnding(200, CallOutcome.Answered);

    internal sealed record FarEndBusy(int Status) : CallEnding(Status, CallOutcome.Busy);

    internal sealed record FarEndSilent(int Status) : CallEnding(Status, CallOutcome.NoAnswer);

    internal sealed record FarEndFailed(int Status) : CallEnding(Status, CallOutcome.Failed);

    /// <summary>
    /// What "ended from a screen" means for a call that got this far; other endings mean what they say.
    /// </summary>
    public CallEnding In(CallRecord call) => (this, call) switch
    {
        (not HungUpByScreen, _) => this,
        (_, { HumanAnsweredAt: not null }) => new Talked(),
        (_, { Direction: CallDirection.Outbound, AnsweredAt: not null }) => new RobotTalked(),
        (_, { Direction: CallDirection.Inbound }) => OfHangUp(call, isByCaller: false),
        _ => new FarEndSilent(487),
    };

    /// <summary>How a refusal by the far end of a call out is counted.</summary>
    public static CallEnding OfRefusal(int status) => status switch
    {
        486 or 600 or 603 => new FarEndBusy(status),
        408 or 480 or 487 => new FarEndSilent(status),
        _ => new FarEndFailed(status),
    };

    /// <summary>How an answered or ringing inbound call that ended in good order is counted.</summary>
    /// <param name="isByCaller">True when the caller hung up, false when the robot's flow returned.</param>
    public static CallEnding OfHangUp(CallRecord call, bool isByCaller) => call switch
    {
        { HumanAnsweredAt: not null } => new Talked(),
        { AnsweredAt: null } => new CancelledWhileRinging(),
        { Message: not null } => new LeftMessage(),
        { Line: not null, HasLeftLine: false } when isByCaller => new LeftTheLine(),
        { Line: not null } => new NobodyThere(),
        { Served.Length: > 0 } => new ServedByRobot(),
        _ when isByCaller => new LeftTheRobot(),
        _ => new NobodyThere(),
    };
}
