using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Tests.Audio;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Calls.Live;

/// <summary>
/// An operator that offers no telephone-event and sends keys as sound: a whole call over real packets.
/// </summary>
public sealed class InBandKeysTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_account_typed_in_tones_while_speaking_is_read_and_every_key_once()
    {
        Digits? answer = null;
        await using var exchange = await AskingAsync(digits => answer = digits);
        using var trunk = exchange.Trunk();
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        var call = await ConnectAsync(exchange, trunk, sound);

        await sound.SpeakAsync(Typed("4406030#"));
        await TestExchange.Until(() => answer is not null);
        Assert.Equal(new Digits("4406030", true), answer);
        trunk.Send(call.Bye());
        await exchange.EndedAsync();
    }

    [Fact]
    public async Task A_phone_that_sends_info_and_sound_together_is_heard_once()
    {
        Digits? answer = null;
        await using var exchange = await AskingAsync(digits => answer = digits);
        using var trunk = exchange.Trunk();
        await using var sound = new RtpPeer(TestExchange.TrunkAddress);
        var call = await ConnectAsync(exchange, trunk, sound);

        var typed = sound.SpeakAsync(Typed("44#"));
        foreach (var key in "44#")
        {
            trunk.Send(call.Next("INFO", $"Signal={key}\r\nDuration=160\r\n", "application/dtmf-relay"));
            Assert.Equal(200, (await trunk.ReceiveFinalAsync()).Status);
        }

        await TestExchange.Until(() => answer is not null);
        await typed;
        Assert.Equal(new Digits("44", true), answer);
        trunk.Send(call.Bye());
        await exchange.EndedAsync();
    }

    private static Task<TestExchange> AskingAsync(Action<Digits> answered) => TestExchange.StartAsync(
        o => o.Routes["700"] = new InboundRoute(
            async call =>
            {
                answered(await call.ReadDigitsAsync(new Ask([], 10, Patience, Patience)));
                await Task.Delay(Timeout.InfiniteTimeSpan, call.HangUp);
            }, "privolsk"));

    /// <summary>Keys of 100 ms at −20 dBm0 with 150 ms between, speech 15 dB and noise 18 dB below them.</summary>
    private static short[] Typed(string keys)
    {
        var corpus = new SpeechCorpus(seed: 3);
        var sound = corpus.Steady((keys.Length * 2000) + 8000, -35);
        corpus.AddNoise(sound, -38);
        for (var i = 0; i < keys.Length; i++)
        {
            KeyOracle.Add(new KeyPress(keys[i], 800), sound.AsSpan(3000 + (i * 2000)));
        }

        return SpeechCorpus.ToPcm(sound);
    }

    private static async Task<WirePeerCall> ConnectAsync(TestExchange exchange, WirePeer trunk, RtpPeer sound)
    {
        var call = exchange.Call(trunk, "700");
        trunk.Send(call.Invite(
            TestExchange.Sdp(TestExchange.TrunkAddress, sound.Port).Replace(
                "8 101\r\na=rtpmap:101 telephone-event/8000\r\n", "8\r\n", StringComparison.Ordinal)));
        var ok = await trunk.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        Assert.DoesNotContain("telephone-event", ok.Body, StringComparison.Ordinal);
        call.Learn(ok);
        trunk.Send(call.Ack());
        await sound.HearAsync(heard => heard.Length > 800, TimeSpan.FromSeconds(30));
        return call;
    }
}
