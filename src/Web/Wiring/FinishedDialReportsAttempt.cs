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
        await services.GetRequiredService<Callbacks>().CallEndedAsync(
            fact.Organisation, fact.Phone, CallTag.CallbackOf(fact.Tag), fact.CallId, fact.Direction == "inbound",
            fact.EndedAt, fact.TalkSeconds, cancel);
        var screens = services.GetRequiredService<ChangeSignals>();
        services.GetRequiredService<DatabaseSession>().AfterCommit(() => screens.Changed(fact.Organisation, "calls"));
    }
}
