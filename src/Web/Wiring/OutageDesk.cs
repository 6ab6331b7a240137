using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Web.Voice;
using OutageWish = Zhkh.Pbx.Ivr.OutageWish;

namespace Zhkh.Web.Wiring;

/// <summary>The robot asks what is off at an account's house: Billing knows the house, Dispatch what is off.</summary>
internal sealed class OutageDesk(RobotQuestions questions) : IOutageDesk
{
    public Task<IReadOnlyList<OutageOnPhone>> AtAccountAsync(string accountNumber, CancellationToken cancel) =>
        questions.AskAsync<IReadOnlyList<OutageOnPhone>>(async services =>
        {
            var houses = await services.GetRequiredService<Houses>().OfAccountsAsync([accountNumber], cancel);
            if (houses is not [var house])
            {
                return [];   // no such account, or two organisations keep one of this number: nobody is guessed
            }

            var outages = await services.GetRequiredService<OutageBoard>()
                .AtHousesAsync(house.Organisation, [house.HouseId], cancel);
            return [.. outages.Select(o =>
                OutageVoice.OnPhone(o.Id, o.Services, o.StartsAt, o.PlannedUntil, o.Cause))];
        }, cancel);

    public Task WishCallAsync(OutageWish wish, CancellationToken cancel) => questions.AskAsync(async services =>
    {
        var calls = services.GetRequiredService<OutageCalls>();
        foreach (var outage in wish.Outages)
        {
            await calls.WishAsync(
                outage, wish.Phone, wish.AccountNumber, wish.Language == Language.Ukrainian ? "uk" : "ru",
                wish.CallId, cancel);
        }

        return true;
    }, cancel);
}
