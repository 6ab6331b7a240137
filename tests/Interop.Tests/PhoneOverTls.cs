using System.Net;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>A dispatcher's baresip registers and answers through TLS; the sound goes as always.</summary>
[Collection(TownCollection.Name)]
public class PhoneOverTls(Town town)
{
    private const double ResidentHertz = 700;
    private const double DispatcherHertz = 1100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Both_hear_each_other()
    {
        short[] dispatcherHeard;
        await using (var phone = await Baresip.StartAsync("207", "demo207",
            new IPEndPoint(town.Host.Sip.Address, Town.SipsPort), "127.0.45.7",
            ToneMeter.Hum(DispatcherHertz, TimeSpan.FromSeconds(60)), transport: "tls"))
        {
            await using var call = TrunkCall.Place(town.Host.Sip, "+79379999991", "112", TimeSpan.FromSeconds(20));
            await call.Sound.HearAsync(audio => ToneMeter.SecondsOf(audio, DispatcherHertz) > 0.5, Limit);
            await call.Sound.SpeakAsync(ToneMeter.Hum(ResidentHertz, TimeSpan.FromSeconds(4)));
            Assert.True(ToneMeter.SecondsOf(call.Sound.Heard(), DispatcherHertz) > 3, "the resident hears");
            Assert.Equal(0, await call.EndAsync(Limit));
            await town.Api.EventuallyAsync("/api/calls?phone=%2B79379999991&limit=5",
                rows => rows.Any(row => row.GetProperty("outcome").GetString() == "answered"), Limit);
            dispatcherHeard = await phone.HeardAsync(audio => ToneMeter.SecondsOf(audio, ResidentHertz) > 3, Limit);
        }

        Assert.True(ToneMeter.SecondsOf(dispatcherHeard, ResidentHertz) > 3, "the dispatcher hears");
    }
}
