namespace Zhkh.Pbx.Calls;

/// <summary>How a call ended, as the API and reports name it (CONTRACT, /api/calls).</summary>
public enum CallOutcome
{
    Answered,
    SelfService,
    Missed,
    Abandoned,
    Voicemail,
    Refused,
    Cut,
    Busy,
    NoAnswer,
    Failed,
}
