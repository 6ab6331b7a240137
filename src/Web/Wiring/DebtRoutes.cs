using Zhkh.Billing;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Events;

namespace Zhkh.Web.Wiring;

/// <summary>The part of the map where a debt becomes a call and its answer comes back.</summary>
internal static class DebtRoutes
{
    public static FactRoutes OnDebts(this FactRoutes routes) => routes
        .On<CallFinished>("pbx", OwnCallIsContact.RunAsync)
        .On<DialFinished>("pbx", DisputeBecomesTicket.RunAsync)
        .On<DialFinished>("pbx", DebtAnswerBecomesMark.RunAsync)
        .On<DialFinished>("pbx", (services, fact, _) => Change(services, fact.Organisation))
        .On<CampaignChanged>("pbx", (services, fact, _) => Change(services, fact.Organisation))
        .On<PaymentReceived>("billing", PaymentEndsDebtCalls.RunAsync);

    private static Task Change(IServiceProvider services, string organisation) =>
        ListsChange.RunAsync(services, organisation, "campaigns");
}
