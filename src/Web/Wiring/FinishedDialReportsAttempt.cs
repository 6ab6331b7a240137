using Zhkh.Dispatch;
using Zhkh.Pbx.Events;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>A call is over: enough talk closes the callback of its phone, too little gives it back.</summary>
internal static class FinishedDialReportsAttempt
{
    public static async Task RunAsync(IServiceProvider services, CallFinished fact, CancellationToken cancel)
    {
        var callback = CallTag.CallbackOf(fact.Tag);
        await (fact.OwnPhoneSilent && callback is { } id
            ? services.GetRequiredService<CallbackAttempts>().GiveBackAsync(id, fact.CallId, fact.EndedAt, cancel)
            : services.GetRequiredService<Callbacks>().CallEndedAsync(
                fact.Organisation, fact.Phone, callback, fact.CallId, fact.Direction == "inbound", fact.EndedAt,
                fact.TalkSeconds, cancel));
        var screens = services.GetRequiredService<ChangeSignals>();
        services.GetRequiredService<DatabaseSession>().AfterCommit(() => screens.Changed(fact.Organisation, "calls"));
    }
}
