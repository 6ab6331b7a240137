using Zhkh.Dispatch;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Wiring;

/// <summary>A mail server has spoken: its words stand on the timeline of the ticket.</summary>
internal static class LetterArrives
{
    public static async Task RunAsync(IServiceProvider services, OutwardChanged fact, CancellationToken cancel)
    {
        if (LetterLeaves.LetterOf(fact.Subject) is not { } letter)
        {
            return;
        }

        var organisation = await services.GetRequiredService<Letters>().DeliveredAsync(
            letter, fact.Recipient, fact.State, fact.Reply, fact.At, cancel);
        if (organisation is not null)
        {
            await ListsChange.RunAsync(services, organisation, "tickets");
        }
    }
}
