using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Events;

namespace Zhkh.Web.Wiring;

/// <summary>A debtor told the robot that the sum is wrong: somebody looks into it, once per call.</summary>
internal static class DisputeBecomesTicket
{
    public static async Task RunAsync(IServiceProvider services, DialFinished fact, CancellationToken cancel)
    {
        if (fact is not { Kind: "debt", Disposition: "disputed", AccountNumber: { } account })
        {
            return;
        }

        var card = await services.GetRequiredService<Accounts>().CardAsync(account, cancel);
        await services.GetRequiredService<Tickets>().OpenAsync(
            new TicketOpening(
                fact.Organisation, TextOf(card?.Organisation == fact.Organisation ? card.Currency : null), "robot",
                $"dispute:{fact.OrderId}", AccountNumber: account, Address: card?.Address, Phone: fact.Phone,
                Person: card?.Person?.Name, CallId: fact.CallId),
            cancel);
    }

    /// <summary>In the language of the house, which its currency tells.</summary>
    private static string TextOf(string? currency) => currency == "UAH"
        ? "Не погоджується із сумою боргу (відповів роботу під час обдзвону). Перевірити нарахування й передзвонити."
        : "Не согласен с суммой долга (ответил роботу при обзвоне). Проверить начисления и перезвонить.";
}
