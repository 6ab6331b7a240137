using Zhkh.Dispatch;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>A person must look at a ticket: pushed, so that a silent crew is not found out by chance.</summary>
internal static class AttentionRingsScreens
{
    public static async Task RunAsync(IServiceProvider services, AttentionRaised fact, CancellationToken cancel)
    {
        var stream = services.GetRequiredService<LiveStream>();
        services.GetRequiredService<DatabaseSession>().AfterCommit(() => stream.Publish(
            fact.Organisation, LiveEventType.Attention,
            new { fact.Id, fact.TicketId, fact.Number, fact.Reason, fact.ForSupervisor }));
        await ListsChange.RunAsync(services, fact.Organisation, "attention");
    }
}
