using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Wiring;

/// <summary>An SMS answers a crew's order, or is a resident's word that becomes a ticket; none is lost.</summary>
internal static class SmsFindsItsReader
{
    public static async Task RunAsync(IServiceProvider services, SmsArrived fact, CancellationToken cancel)
    {
        var isCrew = await services.GetRequiredService<CrewReplies>()
            .TakeAsync(fact.From, fact.Text, fact.At, cancel);
        if (isCrew || string.IsNullOrWhiteSpace(fact.Text))
        {
            return;
        }

        // A sender may be a name; then there is nobody to call back, but the words count all the same.
        var phone = PhoneNumber.TryParse(fact.From)?.E164;
        var flats = phone is null ? [] : await services.GetRequiredService<Accounts>().CardsByPhoneAsync(phone, cancel);
        var flat = flats is [var only] ? only : null;
        await services.GetRequiredService<Tickets>().OpenAsync(
            new TicketOpening(
                flat?.Organisation ?? fact.Organisation, fact.Text, "sms", $"sms:{fact.From}:{fact.At.UtcTicks}",
                AccountNumber: flat?.Number, Address: flat?.Address, Phone: phone, Person: flat?.Person?.Name),
            cancel);
    }
}
