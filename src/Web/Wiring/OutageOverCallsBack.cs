using System.Text.Json;
using Zhkh.Dispatch;
using Zhkh.Kernel;
using Zhkh.Pbx.Dialer;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>
/// An outage is over: whoever asked is called, within the hours of service notices, which the dialer minds. One that
/// is reopened takes the calls back that were not made yet.
/// </summary>
internal static class OutageOverCallsBack
{
    /// <summary>DOMAIN §3.3: one call an event and number; two more tries within half an hour.</summary>
    private const int TriesMax = 3;

    public static async Task RunAsync(IServiceProvider services, OutageChanged fact, CancellationToken cancel)
    {
        if (fact.What == OutageStep.Reopened)
        {
            await services.GetRequiredService<DialOrders>().WithdrawAsync(
                fact.Organisation, CallTag.ForRestored(fact.OutageId), "outage reopened", cancel);
        }

        await PlaceAsync(services, fact.OutageId, cancel);
        ShowAfterCommit(services, fact.Organisation);
    }

    public static async Task RunAsync(IServiceProvider services, OutageWished fact, CancellationToken cancel)
    {
        await PlaceAsync(services, fact.OutageId, cancel);
        ShowAfterCommit(services, fact.Organisation);
    }

    private static async Task PlaceAsync(IServiceProvider services, Guid outageId, CancellationToken cancel)
    {
        if (await services.GetRequiredService<OutageCalls>().OverAsync(outageId, cancel) is not { } over)
        {
            return;
        }

        var orders = services.GetRequiredService<DialOrders>();
        foreach (var wish in over.Wishes)
        {
            var payload = JsonSerializer.Serialize(new
            {
                service = over.Services[0], services = over.Services, language = wish.Language,
            }, EventJson.Options);
            await orders.PlaceAsync(new DialOrder(
                wish.OrderId, over.Organisation, DialKind.ServiceNotice, wish.Phone, wish.AccountNumber, payload,
                over.NotBefore, over.ExpiresAt, TriesMax, CallTag.ForRestored(outageId)), cancel);
        }
    }

    private static void ShowAfterCommit(IServiceProvider services, string organisation)
    {
        var (screens, cards) = (services.GetRequiredService<ChangeSignals>(), services.GetRequiredService<CardDesk>());
        services.GetRequiredService<DatabaseSession>().AfterCommit(() =>
        {
            screens.Changed(organisation, "outages");
            cards.RefreshAll(organisation, CancellationToken.None);
        });
    }
}
