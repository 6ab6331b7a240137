using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>A resident reaches a dispatcher's baresip; each side hums its own tone.</summary>
[Collection(TownCollection.Name)]
public class PersonAnswers(Town town)
{
    private const double ResidentHertz = 700;
    private const double DispatcherHertz = 1100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Both_hear_each_other_and_the_recording_holds_both()
    {
        short[] dispatcherHeard;
        short[] residentHeard;
        await using (var phone = await Baresip.StartAsync("201", "demo201", town.Host.Sip, "127.0.45.1",
            ToneMeter.Hum(DispatcherHertz, TimeSpan.FromSeconds(60))))
        {
            await using (var call = TrunkCall.Place(town.Host.Sip, "+79379999998", "112", TimeSpan.FromSeconds(20)))
            {
                await call.Sound.HearAsync(audio => ToneMeter.SecondsOf(audio, DispatcherHertz) > 0.5, Limit);
                await call.Sound.SpeakAsync(ToneMeter.Hum(ResidentHertz, TimeSpan.FromSeconds(4)));
                residentHeard = call.Sound.Heard();
                Assert.Equal(0, await call.EndAsync(Limit));
            }

            dispatcherHeard = await phone.HeardAsync(
                audio => ToneMeter.SecondsOf(audio, ResidentHertz) > 3, Limit);
        }

        Assert.True(ToneMeter.SecondsOf(residentHeard, DispatcherHertz) > 3, "the resident hears the dispatcher");
        Assert.True(ToneMeter.SecondsOf(dispatcherHeard, ResidentHertz) > 3, "the dispatcher hears the resident");

        var calls = await town.Api.EventuallyAsync("/api/calls?phone=%2B79379999998&limit=5",
            rows => rows.Any(row => row.GetProperty("outcome").GetString() == "answered"), Limit);
        var row = calls.First(c => c.GetProperty("outcome").GetString() == "answered");
        var recording = row.GetProperty("recordingId").GetString();
        var wav = WavAudio.Read(await town.Api.BytesAsync($"/api/recordings/{recording}.wav"));
        Assert.Equal((8000, 2), (wav.Rate, wav.Channels.Length));
        Assert.True(ToneMeter.SecondsOf(wav.Channels[0], ResidentHertz) > 3, "left is the resident");
        Assert.True(ToneMeter.SecondsOf(wav.Channels[1], DispatcherHertz) > 3, "right is our side");
        Assert.True(ToneMeter.SecondsOf(wav.Channels[0], DispatcherHertz) < 0.5, "the sides are kept apart");
        Assert.DoesNotContain(await town.Api.ListAsync("/api/callbacks"),
            callback => callback.GetProperty("phone").GetString() == "+79379999998");
    }

    [Fact]
    public async Task Zero_leads_from_the_robot_to_a_person()
    {
        await using var phone = await Baresip.StartAsync("201", "demo201", town.Host.Sip, "127.0.45.1",
            ToneMeter.Hum(DispatcherHertz, TimeSpan.FromSeconds(60)));
        await using var call = TrunkCall.Place(town.Host.Sip, "+79379999997", "100", TimeSpan.FromSeconds(25));
        await call.Sound.HearAsync(PromptEar.Sequence("ru", "greet.open"), Limit);
        await call.Sound.PressAsync("0#");
        await call.Sound.HearAsync(audio => ToneMeter.SecondsOf(audio, DispatcherHertz) > 1, Limit);
    }
}
