using Zhkh.Dispatch;
using Zhkh.Pbx;
using Zhkh.Pbx.Events;
using Zhkh.Pbx.Queues;
using Zhkh.Web.Access;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>
/// A dispatcher talks with a resident: their open callback is in hand, and a ticket number is kept that can be said
/// before the ticket is saved.
/// </summary>
internal static class AnsweredCallTakesCallback
{
    public static async Task RunAsync(IServiceProvider services, CallAnswered fact, CancellationToken cancel)
    {
        var cards = services.GetRequiredService<CardDesk>();
        var name = await services.GetRequiredService<Operators>().NameAtAsync(fact.Extension, cancel);
        await services.GetRequiredService<Callbacks>().TalkBeganAsync(
            fact.Organisation, fact.Phone, CallTag.CallbackOf(fact.Tag), fact.CallId, name ?? fact.Extension, fact.At,
            cancel);
        if (CallTag.CallbackOf(fact.Tag) is not null)
        {
            services.GetRequiredService<Exchange>().Queues.WritesUp(
                fact.Extension, fact.CallId, fact.Organisation, Queue.DispatchersCode);
        }

        var number = await services.GetRequiredService<TicketNumbers>().ReserveAsync(
            cards.Find(fact.CallId)?.Organisation ?? fact.Organisation, fact.CallId, cancel);
        services.GetRequiredService<DatabaseSession>().AfterCommit(() => cards.NumberReserved(fact.CallId, number));
    }
}
