using System.Text.Json;
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
    private const double ResidentHertz = 700;
    private const double FirstHertz = 1100;
    private const double SecondHertz = 1700;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Held_then_three_talk_then_the_colleague_has_the_call()
    {
        using var api = await HostApi.SignInAsync(town.Host.Http, "dispatcher");
        await using var first = await PhoneAsync("201", "127.0.72.1", FirstHertz);
        await using var call = TrunkCall.Place(town.Host.Sip, Resident, "112", TimeSpan.FromSeconds(60));
        await call.Sound.HearAsync(heard => ToneMeter.SecondsOf(heard, FirstHertz) > 0.5, Limit);
        await using var second = await PhoneAsync("202", "127.0.72.2", SecondHertz);
        var id = (await CardAsync(api, _ => true)).GetProperty("callId").GetString();

        await api.PostAsync($"/api/calls/{id}/hold", new { });
        await EndsAsync(call, heard => ToneMeter.SecondsOf(heard, FirstHertz) < 0.1 && ToneMeter.Loudness(heard) > 50);
        await api.PostAsync($"/api/calls/{id}/consult", new { to = "202" });
        await CardAsync(api, card => card.GetProperty("parties").GetArrayLength() == 2);
        await api.PostAsync($"/api/calls/{id}/join", new { to = (string?)null });
        await EndsAsync(
            call, heard => ToneMeter.Share(heard, FirstHertz) > 0.15 && ToneMeter.Share(heard, SecondHertz) > 0.15);
        await api.PostAsync($"/api/calls/{id}/transfer", new { to = (string?)null });
        await EndsAsync(call, heard => ToneMeter.Share(heard, SecondHertz) > 0.6);
        await call.Sound.SpeakAsync(ToneMeter.Hum(ResidentHertz, TimeSpan.FromSeconds(3)));
        await api.PostAsync($"/api/calls/{id}/hangup", new { });

        var heard = await second.HeardAsync(
            audio => ToneMeter.SecondsOf(audio, ResidentHertz) > 2, Limit);
        Assert.True(ToneMeter.SecondsOf(heard, ResidentHertz) > 2, "the colleague hears the resident");
        var rows = await town.Api.EventuallyAsync($"/api/calls?phone=%2B{Resident[1..]}&limit=5",
            found => found.Any(row => row.GetProperty("outcome").GetString() == "answered"), Limit);
        Assert.Equal(["consult", "attended"], rows[0].GetProperty("transfers").EnumerateArray()
            .Select(move => move.GetProperty("kind").GetString()));
        Assert.Equal("202", rows[0].GetProperty("extension").GetString());
    }

    private Task<Baresip> PhoneAsync(string user, string address, double hertz) => Baresip.StartAsync(
        user, "demo" + user, town.Host.Sip, address, ToneMeter.Hum(hertz, TimeSpan.FromSeconds(90)));

    /// <summary>Waits until the last second of what the resident heard is as it should be.</summary>
    private static Task EndsAsync(TrunkCall call, Func<short[], bool> isSo)
    {
        var from = call.Sound.Heard().Length;
        return call.Sound.HearAsync(heard => heard.Length - from > 12_000 && isSo(heard[^8000..]), Limit);
    }

    /// <summary>Waits until the resident's card is as it should be.</summary>
    private static async Task<JsonElement> CardAsync(HostApi api, Func<JsonElement, bool> isSo)
    {
        using var patience = new CancellationTokenSource(Limit);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (;;)
        {
            var card = (await api.GetAsync("/api/board")).GetProperty("calls").EnumerateArray()
                .FirstOrDefault(each => each.GetProperty("from").GetString() == Resident);
            if (card.ValueKind == JsonValueKind.Object && isSo(card))
            {
                return card;
            }

            await beat.WaitForNextTickAsync(patience.Token);
        }
    }
}
