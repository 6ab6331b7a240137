using Zhkh.Dispatch;
using Zhkh.Pbx.Recording;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>The exchange holds the recordings of a ticket's calls; Dispatch knows which calls those are.</summary>
internal sealed class TicketCalls(SystemWork work) : ITicketCalls
{
    public Task<IReadOnlyList<Guid>> OfAsync(Guid ticketId, CancellationToken cancel) => work.RunAsync(
        DatabasePool.Jobs,
        services => services.GetRequiredService<TicketBoard>().CallIdsAsync(ticketId, cancel), cancel);
}
