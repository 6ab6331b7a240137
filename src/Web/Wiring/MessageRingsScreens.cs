using Zhkh.Dispatch;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>A message nears the end of its ten minutes, or is past it: pushed like the alarm of a callback.</summary>
internal static class MessageRingsScreens
{
    public static Task RunAsync(IServiceProvider services, MessageFellDue fact, CancellationToken cancel)
    {
        var stream = services.GetRequiredService<LiveStream>();
        services.GetRequiredService<DatabaseSession>().AfterCommit(() => stream.Publish(
            fact.Organisation, LiveEventType.MessageAlarm,
            new { id = fact.MessageId, fact.Phone, fact.AccountNumber, fact.IsBreach, fact.DueAt }));
        return Task.CompletedTask;
    }
}
