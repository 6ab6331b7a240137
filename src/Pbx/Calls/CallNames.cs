namespace Zhkh.Pbx.Calls;

/// <summary>The words the API, the database and the screens use for our enums (CONTRACT, /api/calls).</summary>
internal static class CallNames
{
    public static string Of(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Answered => "answered",
        CallOutcome.SelfService => "selfService",
        CallOutcome.Missed => "missed",
        CallOutcome.Abandoned => "abandoned",
        CallOutcome.Voicemail => "voicemail",
        CallOutcome.Refused => "refused",
        CallOutcome.Cut => "cut",
        CallOutcome.Busy => "busy",
        CallOutcome.NoAnswer => "noAnswer",
        CallOutcome.Failed => "failed",
    };

    public static string Of(CallDirection direction) => direction switch
    {
        CallDirection.Inbound => "inbound",
        CallDirection.Outbound => "outbound",
        CallDirection.Internal => "internal",
    };

    public static string Of(Language language) => language switch
    {
        Language.Russian => "ru",
        Language.Ukrainian => "uk",
    };
}
