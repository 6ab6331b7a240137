using Zhkh.Pbx.Dialer;

namespace Zhkh.Web.Wiring;

/// <summary>
/// Fact of Billing: a payment reached an account. Until Billing declares it, its shape is declared here; the relay
/// knows a fact by this name.
/// </summary>
internal sealed record PaymentReceived(
    Guid AccountId, string AccountNumber, string Organisation, long AmountMinor, DateTimeOffset At);

/// <summary>Who has paid is not called about the debt any more, in whatever campaign (DOMAIN §5.6.8).</summary>
internal static class PaymentEndsDebtCalls
{
    public static Task RunAsync(IServiceProvider services, PaymentReceived fact, CancellationToken cancel) =>
        services.GetRequiredService<DialOrders>().RemovePaidAsync(fact.Organisation, fact.AccountNumber, cancel);
}
