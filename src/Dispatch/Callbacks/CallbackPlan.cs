namespace Zhkh.Dispatch;

/// <summary>When a callback has to be looked at or tried next. Pure.</summary>
internal static class CallbackPlan
{
    /// <summary>
    /// In two minutes; but while the law's clock runs, not so late that its last minute would pass without a try.
    /// </summary>
    public static DateTimeOffset NextTry(DateTimeOffset endedAt, DateTimeOffset legalDueAt, CallbackRules rules)
    {
        var next = endedAt + rules.Retry;
        var lastCall = legalDueAt - rules.AlarmBefore;
        if (next <= lastCall || endedAt >= legalDueAt)
        {
            return next;
        }

        return endedAt > lastCall ? endedAt : lastCall;
    }

    /// <summary>
    /// Stages of a due callback still to come or to be raised. The last one is never done with: a breached callback
    /// that was tried in vain is due again and has to become breached again.
    /// </summary>
    public static IEnumerable<(CallbackStages Stage, DateTimeOffset At)> Pending(
        Callback callback, CallbackRules rules) =>
        new (CallbackStages Stage, DateTimeOffset At)[]
        {
            (CallbackStages.OwnMinuteLeft, callback.OwnDueAt - rules.AlarmBefore),
            (CallbackStages.OwnDue, callback.OwnDueAt),
            (CallbackStages.LegalMinuteLeft, callback.LegalDueAt - rules.AlarmBefore),
            (CallbackStages.LegalDue, callback.LegalDueAt),
        }.Where(s => s.Stage == CallbackStages.LegalDue || !callback.StagesRaised.HasFlag(s.Stage));

    /// <summary>The next moment the clock has something to do with it; null = nothing until somebody acts.</summary>
    public static DateTimeOffset? WakeAt(Callback callback, CallbackRules rules) => callback.Status switch
    {
        CallbackStatus.Due => Pending(callback, rules).Min(s => s.At),
        CallbackStatus.Dialling => callback.LeasedUntil,
        CallbackStatus.Breached or CallbackStatus.Reached or CallbackStatus.ResolvedByInbound
            or CallbackStatus.Dropped => null,
    };
}
