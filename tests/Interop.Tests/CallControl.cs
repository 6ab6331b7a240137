using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// A dispatcher holds, asks and hands over from the console; the telephones are baresip, the resident comes through the
/// operator. Each hums a tone of its own.
/// </summary>
[Collection(TownCollection.Name)]
public class CallControl(Town town)
{
    private const string Resident = "+79379999971";
    private const double FirstHertz = 1100;
    private const double SecondHertz = 1700;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Held_then_three_talk_then_the_colleague_has_the_call()
    {
        using var api = await HostApi.SignInAsync(town.Host.Http, "dispatcher");
        await using var first = await PhoneAsync("201", "127.0.72.1", FirstHertz);
        await using var resident = await HummingResident.TalkAsync(town, Resident, FirstHertz);
        await using var second = await PhoneAsync("202", "127.0.72.2", SecondHertz);
        var id = (await resident.CardAsync(api, _ => true)).GetProperty("callId").GetString();

        await api.PostAsync($"/api/calls/{id}/hold", new { });
        await resident.HearsAsync([], FirstHertz);
        await api.PostAsync($"/api/calls/{id}/consult", new { to = "202" });
        await resident.CardAsync(api, card => card.GetProperty("parties").GetArrayLength() == 2);
        await api.PostAsync($"/api/calls/{id}/join", new { to = (string?)null });
        await resident.HearsAsync([FirstHertz, SecondHertz]);
        await api.PostAsync($"/api/calls/{id}/transfer", new { to = (string?)null });
        await resident.HearsAsync([SecondHertz], FirstHertz);
        await HummingResident.HearsAsync("the colleague", second.Heard, [HummingResident.Hertz], FirstHertz);
        await api.PostAsync($"/api/calls/{id}/hangup", new { });

        var rows = await town.Api.EventuallyAsync($"/api/calls?phone=%2B{Resident[1..]}&limit=5",
            found => found.Any(row => row.GetProperty("outcome").GetString() == "answered"), Limit);
        Assert.Equal(["consult", "attended"], rows[0].GetProperty("transfers").EnumerateArray()
            .Select(move => move.GetProperty("kind").GetString()));
        Assert.Equal("202", rows[0].GetProperty("extension").GetString());
    }

    private Task<Baresip> PhoneAsync(string user, string address, double hertz) => Baresip.StartAsync(
        user, "demo" + user, town.Host.Sip, address, ToneMeter.Hum(hertz, TimeSpan.FromSeconds(90)));
}
