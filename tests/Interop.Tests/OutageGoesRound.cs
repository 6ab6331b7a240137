using System.Text.Json;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// An outage is declared on a screen and heard on a telephone; the caller asks to be called; when it is over the robot
/// rings and says that the water is back.
/// </summary>
[Collection(JourneyCollection.Name)]
public class OutageGoesRound(JourneyTown town)
{
    private const string Resident = "+79370000118";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Declared_it_is_heard_first_a_key_asks_for_the_call_and_its_end_makes_it()
    {
        await town.ExecuteAsync($"""
            insert into billing.person_phones (account_id, phone, organisation, source, since)
            select id, '{Resident}', organisation, 'contract', now() from billing.accounts where number = '4406118'
            on conflict do nothing
            """);
        using var api = await town.SignInAsync("dispatcher");
        var id = (await DeclareAsync(api)).GetProperty("id").GetString();
        await AskToBeCalledAsync();
        await api.EventuallyAsync("/api/outages?state=current", rows => rows.Any(row =>
            row.GetProperty("id").GetString() == id && row.GetProperty("wantCall").GetInt32() == 1
            && row.GetProperty("heard").GetInt32() == 1), Limit);
        Assert.DoesNotContain(Resident, town.Phones.Dialled);

        await api.PostAsync($"/api/outages/{id}/close", new { });
        var phone = await town.Phones.RingAsync(Limit);
        Assert.Equal(Resident, phone.Number);
        phone.PickUp();
        await phone.Sound.HearAsync(
            PromptEar.Sequence("ru", "cb.out", "rs.open", "word/service.hot_water", "rs.ask"), Limit);
        await phone.Ended.WaitAsync(Limit);
        Assert.Single(town.Phones.Dialled, number => number == Resident);
        await api.EventuallyAsync($"/api/calls?phone={Uri.EscapeDataString(Resident)}&limit=5", rows => rows.Any(
            c => c.GetProperty("direction").GetString() == "outbound" && c.GetProperty("heard").EnumerateArray()
                .Any(p => p.GetString() == "rs.open")), Limit);

        await using var after = town.Call(Resident, TimeSpan.FromSeconds(30));
        var then = await after.Sound.HearAsync(PromptEar.Sequence("ru", "bal.overpay"), Limit);
        // Not by out.your_house: «По вашему» is the same piece of voice in bal.overpay.
        Assert.True(PromptEar.Find(then, "ru", "word/service.hot_water") < 0, "an outage that is over is silent");
    }

    private async Task AskToBeCalledAsync()
    {
        await using var call = town.Call(Resident, TimeSpan.FromSeconds(45));
        var heard = await call.Sound.HearAsync(PromptEar.Sequence("ru", "out.callme"), Limit);
        Assert.True(PromptEar.HeardInOrder(heard, "ru",
            "greet.open", "out.your_house", "word/service.hot_water", "out.reason.riser_accident",
            "out.your_house.2", "greet.open.2", "out.callme"), "the sentence in order");
        var begunAfter = PromptEar.Find(heard, "ru", "out.your_house") / 8000.0;
        Assert.True(begunAfter <= 5, $"the outage began {begunAfter:F1} s after the answer");
        await call.Sound.PressAsync("1");
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "out.callme.ok", "bal.overpay"), Limit);
    }

    private static async Task<JsonElement> DeclareAsync(HostApi api)
    {
        var account = await api.GetAsync("/api/accounts/4406118");
        var address = account.GetProperty("address").GetString() ?? "";
        var place = address[..address.LastIndexOf(", кв.", StringComparison.Ordinal)];
        var houses = await api.ListAsync($"/api/houses?organisation=privolsk&query={Uri.EscapeDataString(place)}");
        var house = Assert.Single(houses, h => h.GetProperty("address").GetString() == place);
        return await api.PostAsync("/api/outages", new
        {
            organisation = "privolsk", kind = "emergency", services = new[] { "hotWater" },
            houseIds = new[] { house.GetProperty("id").GetString() }, cause = "riserAccident",
            plannedUntil = TimeProvider.System.GetUtcNow().AddHours(3),
        });
    }
}
