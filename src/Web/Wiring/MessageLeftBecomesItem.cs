using Zhkh.Dispatch;
using Zhkh.Pbx.Events;

namespace Zhkh.Web.Wiring;

/// <summary>A caller left a message: Dispatch has ten minutes to have it listened to.</summary>
internal static class MessageLeftBecomesItem
{
    public static Task RunAsync(IServiceProvider services, MessageLeft fact, CancellationToken cancel) =>
        services.GetRequiredService<Messages>().TakeAsync(
            new LeftMessage(fact.CallId, fact.RecordingId, fact.Organisation, fact.Queue, fact.Phone,
                fact.AccountNumber, fact.ArrivedAt, fact.LeftAt, fact.Seconds), cancel);
}
