namespace Zhkh.Pbx.Calls;

/// <summary>
/// Who must be called back (ПП РФ 416 п. 13): everybody who called from outside and neither reached a person nor was
/// fully served by the robot. The law knows no exception for short calls, so they are only flagged (DOMAIN §1.2).
/// </summary>
internal static class MissedCall
{
    /// <summary>DOMAIN §1.2: a shorter call is shown as a short one; it is called back all the same.</summary>
    public static readonly TimeSpan ShortBelow = TimeSpan.FromSeconds(5);

    public static bool Is(CallRecord call) =>
        call.Organisation.Length > 0
        && call.Outcome is { } outcome
        && call.Direction switch
        {
            CallDirection.Inbound => IsOwed(outcome),
            // Whom the robot called and who then wanted a person has been promised one.
            CallDirection.Outbound => call is { Line: not null, HumanAnsweredAt: null },
            CallDirection.Internal => false,
        };

    public static bool IsShort(CallRecord call) =>
        call.Outcome == CallOutcome.Abandoned && call.EndedAt - call.StartedAt < ShortBelow;

    private static bool IsOwed(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Answered or CallOutcome.SelfService or CallOutcome.Voicemail => false,
        CallOutcome.Missed or CallOutcome.Abandoned or CallOutcome.Refused or CallOutcome.Cut => true,
        CallOutcome.Busy or CallOutcome.NoAnswer or CallOutcome.Failed => true,
    };
}
