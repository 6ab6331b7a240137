using Zhkh.Dispatch;

namespace Zhkh.Web.Wiring;

/// <summary>A ticket or an outage has changed: the local authority is written to if it is owed that.</summary>
internal static class LetterFollows
{
    public static Task RunAsync(IServiceProvider services, TicketTaken fact, CancellationToken cancel) =>
        services.GetRequiredService<Letters>().FollowTicketAsync(fact.TicketId, null, null, cancel);

    public static Task RunAsync(IServiceProvider services, TicketMoved fact, CancellationToken cancel) =>
        services.GetRequiredService<Letters>().FollowTicketAsync(fact.TicketId, fact.Move, fact.By, cancel);

    public static Task RunAsync(IServiceProvider services, OutageChanged fact, CancellationToken cancel) =>
        services.GetRequiredService<Letters>().FollowOutageAsync(fact.OutageId, fact.What, cancel);
}
