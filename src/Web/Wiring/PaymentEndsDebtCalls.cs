using Zhkh.Billing;
using Zhkh.Pbx.Dialer;

namespace Zhkh.Web.Wiring;

/// <summary>Who has paid is not called about the debt any more, in whatever campaign (DOMAIN §5.6.8).</summary>
internal static class PaymentEndsDebtCalls
{
    public static Task RunAsync(IServiceProvider services, PaymentReceived fact, CancellationToken cancel) =>
        services.GetRequiredService<DialOrders>().RemovePaidAsync(fact.Organisation, fact.AccountNumber, cancel);
}
