using Zhkh.Dispatch;
using Zhkh.Pbx.Storage;

namespace Zhkh.Web.Api;

/// <summary>Adds to calls what Dispatch made of them: two questions for a whole page.</summary>
internal sealed class CallLinks(TicketBoard tickets, CallbackBoard callbacks)
{
    public async Task<IReadOnlyList<CallAnswer>> JoinAsync(IReadOnlyList<CallRow> calls, CancellationToken cancel)
    {
        Guid[] ids = [.. calls.Select(c => c.Id)];
        var ticketsOf = await tickets.OfCallsAsync(ids, cancel);
        var callbackOf = await callbacks.OfCallsAsync(ids, cancel);
        return [.. calls.Select(c => CallAnswer.Of(
            c, ticketsOf[c.Id], callbackOf.TryGetValue(c.Id, out var callback) ? callback : null))];
    }
}
