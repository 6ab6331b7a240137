using Zhkh.Dispatch;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>
/// A promise nears its end: pushed, because the timers of a background tab sleep for a minute at a time (UX §4.4.3).
/// </summary>
internal static class CallbackRingsScreens
{
    public static Task RunAsync(IServiceProvider services, CallbackFellDue fact, CancellationToken cancel)
    {
        var stream = services.GetRequiredService<LiveStream>();
        services.GetRequiredService<DatabaseSession>().AfterCommit(() => stream.Publish(
            fact.Organisation, LiveEventType.CallbackAlarm,
            new { id = fact.CallbackId, fact.Phone, fact.AccountNumber, fact.Stage, fact.OwnDueAt, fact.LegalDueAt }));
        return Task.CompletedTask;
    }
}
