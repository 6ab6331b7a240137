namespace Zhkh.Dispatch;

/// <summary>The table of a callback's life; null = refused.</summary>
public static class CallbackLifecycle
{
    public static CallbackStatus? Next(CallbackStatus status, CallbackMove move) => status switch
    {
        CallbackStatus.Due => move switch
        {
            CallbackMove.BeginAttempt or CallbackMove.InboundBegan => CallbackStatus.Dialling,
            // The talk of an attempt whose lease had run out is reported late.
            CallbackMove.AttemptReached => CallbackStatus.Reached,
            CallbackMove.InboundTalked => CallbackStatus.ResolvedByInbound,
            CallbackMove.LegalDuePassed => CallbackStatus.Breached,
            CallbackMove.Drop => CallbackStatus.Dropped,
            _ => null,
        },
        CallbackStatus.Dialling => move switch
        {
            CallbackMove.AttemptReached => CallbackStatus.Reached,
            CallbackMove.AttemptFailed or CallbackMove.OwnPhoneSilent or CallbackMove.LeaseExpired =>
                CallbackStatus.Due,
            CallbackMove.InboundTalked => CallbackStatus.ResolvedByInbound,
            _ => null,
        },
        CallbackStatus.Breached => move switch
        {
            CallbackMove.BeginAttempt or CallbackMove.InboundBegan => CallbackStatus.Dialling,
            CallbackMove.AttemptReached => CallbackStatus.Reached,
            CallbackMove.InboundTalked => CallbackStatus.ResolvedByInbound,
            CallbackMove.Drop => CallbackStatus.Dropped,
            _ => null,
        },
        CallbackStatus.Reached or CallbackStatus.ResolvedByInbound or CallbackStatus.Dropped => null,
    };

    public static IReadOnlyList<CallbackMove> Allowed(CallbackStatus status) =>
        [.. Enum.GetValues<CallbackMove>().Where(move => Next(status, move) is not null)];

    public static bool IsOpen(CallbackStatus status) => status switch
    {
        CallbackStatus.Due or CallbackStatus.Dialling or CallbackStatus.Breached => true,
        CallbackStatus.Reached or CallbackStatus.ResolvedByInbound or CallbackStatus.Dropped => false,
    };
}
