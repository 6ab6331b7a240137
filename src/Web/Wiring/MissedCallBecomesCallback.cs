using Zhkh.Dispatch;
using Zhkh.Pbx.Events;

namespace Zhkh.Web.Wiring;

/// <summary>Somebody did not reach us: Dispatch promises to call them, from the moment they called.</summary>
internal static class MissedCallBecomesCallback
{
    public static Task RunAsync(IServiceProvider services, CallMissed fact, CancellationToken cancel) =>
        services.GetRequiredService<Callbacks>().RequestAsync(
            new MissedCall(fact.CallId, fact.Organisation, fact.Phone, fact.AccountNumber, fact.ArrivedAt,
                fact.EndedAt, fact.Outcome), cancel);
}
