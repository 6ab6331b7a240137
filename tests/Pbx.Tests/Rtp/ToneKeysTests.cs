using System.Collections.Concurrent;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Tests.Audio;

namespace Zhkh.Pbx.Tests.Rtp;

/// <summary>Keys as tones over real packets, and from one leg of a bridge to the other.</summary>
public sealed class ToneKeysTests : IAsyncDisposable
{
    private readonly LoopbackLegs _legs = new();
    private readonly RtpPeer _one = new();
    private readonly RtpPeer _other = new();
    private readonly Bridge _bridge = new();

    public async ValueTask DisposeAsync()
    {
        _bridge.Dispose();
        _one.Dispose();
        _other.Dispose();
        await _legs.DisposeAsync();
    }

    [Theory]
    [InlineData(AudioCodec.Pcma)]
    [InlineData(AudioCodec.Pcmu)]
    public void Tones_of_a_far_side_without_events_are_keys(object law)
    {
        using var leg = _legs.Open(_one, (AudioCodec)law, Deaf);
        leg.HearsTones = true;
        var told = new BlockingCollection<string>();
        leg.OnDigitBegan = key => told.Add($"{key} down");
        leg.OnDigit = key => told.Add($"{key} up");
        Say(leg, "15#0", (AudioCodec)law);
        Assert.Equal(
            ["1 down", "1 up", "5 down", "5 up", "# down", "# up", "0 down", "0 up"],
            Enumerable.Range(0, 8).Select(_ => told.TryTake(out var key, 20_000) ? key : "nothing"));
        Assert.Empty(told);
    }

    [Fact]
    public void Nobody_listens_where_events_were_agreed()
    {
        using var leg = _legs.Open(_one);
        var told = new BlockingCollection<char>();
        leg.OnDigit = told.Add;
        Say(leg, "15", AudioCodec.Pcma);
        _one.SendDigit(leg.Local, 7);
        Assert.True(told.TryTake(out var key, 20_000));
        Assert.Equal('7', key);
        Assert.Empty(told);
    }

    [Fact]
    public void A_far_side_without_events_is_sent_tones()
    {
        using var leg = _legs.Open(_one, with: Deaf);
        Assert.True(leg.SendDigits("4*"));
        Assert.Equal("4*", HeardBy(_one, 2));
    }

    [Fact]
    public void A_far_side_of_info_is_asked_to_send_it()
    {
        using var leg = _legs.Open(_one, with: Deaf);
        var sent = new BlockingCollection<char>();
        leg.OnKeyOut = sent.Add;
        leg.SendDigits("8");
        Assert.True(sent.TryTake(out var key, 20_000));
        Assert.Equal('8', key);
    }

    [Fact]
    public void A_tone_goes_to_the_other_leg_as_an_event()
    {
        using var deaf = _legs.Open(_one, with: Deaf);
        using var leg = _legs.Open(_other);
        deaf.HearsTones = true;
        _bridge.Join(deaf);
        _bridge.Join(leg);
        Say(deaf, "3", AudioCodec.Pcma);
        var events = _other.ReceiveUntil(packet => packet.PayloadType == 101);
        Assert.Equal(3, events[^1].Payload[0]);
    }

    [Fact]
    public void An_event_goes_to_the_other_leg_as_a_tone()
    {
        using var leg = _legs.Open(_one);
        using var deaf = _legs.Open(_other, with: Deaf);
        _bridge.Join(leg);
        _bridge.Join(deaf);
        Say(leg, "", AudioCodec.Pcma);
        _one.SendDigit(leg.Local, 9);
        Assert.Equal("9", HeardBy(_other, 1));
    }

    [Fact]
    public void A_key_of_signalling_goes_to_the_other_leg_as_an_event()
    {
        using var first = _legs.Open(_one, with: Deaf);
        using var second = _legs.Open(_other);
        _bridge.Join(first);
        _bridge.Join(second);
        first.PassOn('2');
        Assert.Equal(2, _other.ReceiveUntil(packet => packet.PayloadType == 101)[^1].Payload[0]);
    }

    private static NegotiatedMedia Deaf(NegotiatedMedia media) => media with { DigitPayloadType = null };

    /// <summary>Half a second of silence, then each key for 80 ms with 80 ms between.</summary>
    private void Say(RtpLeg leg, string keys, AudioCodec law)
    {
        var sound = new double[(keys.Length * 1280) + 8000];
        for (var i = 0; i < keys.Length; i++)
        {
            KeyOracle.Add(new KeyPress(keys[i], 640), sound.AsSpan(4000 + (i * 1280)));
        }

        var codes = new byte[sound.Length];
        G711.Encode(law, SpeechCorpus.ToPcm(sound), codes);
        Pace.Run(codes.Length / 160, i => _one.Send(leg.Local, codes[(i * 160)..((i + 1) * 160)], (int)law));
    }

    /// <summary>Keys in the sound a peer gets, until there are so many.</summary>
    private static string HeardBy(RtpPeer peer, int count)
    {
        var ear = new DigitEar();
        var keys = "";
        for (var i = 0; keys.Length < count && i < 500; i++)
        {
            if (ear.Hear([.. peer.Receive().Sound], isReal: true).Ended is { } key)
            {
                keys += key;
            }
        }

        return keys;
    }
}
