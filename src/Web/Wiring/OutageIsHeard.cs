using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Events;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Live;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Wiring;

/// <summary>A finished call heard of an outage as far as its term: it counts, once.</summary>
internal static class OutageIsHeard
{
    public static async Task RunAsync(IServiceProvider services, CallFinished fact, CancellationToken cancel)
    {
        if (fact is not { Direction: "inbound", AccountNumber: { } account }
            || await services.GetRequiredService<CallBoard>().GetAsync(fact.CallId, cancel) is not { } call
            || !OutagePhrase.WasHeard(call.Heard))
        {
            return;
        }

        var calls = services.GetRequiredService<OutageCalls>();
        var houses = await services.GetRequiredService<Houses>().OfAccountsAsync([account], cancel);
        foreach (var house in houses.Where(h => h.Organisation == fact.Organisation))
        {
            await calls.HeardAsync(
                fact.CallId, house.Organisation, house.HouseId, fact.ArrivedAt, fact.EndedAt, cancel);
        }

        var screens = services.GetRequiredService<ChangeSignals>();
        services.GetRequiredService<DatabaseSession>().AfterCommit(() => screens.Changed(fact.Organisation, "outages"));
    }
}
