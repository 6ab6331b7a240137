using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Tests.Audio;

namespace Zhkh.Pbx.Tests.Rtp;

/// <summary>Each party hums its own tone; an ear of the tests' own says who hears whom.</summary>
public sealed class BridgeTests : IAsyncDisposable
{
    private readonly LoopbackLegs _legs = new();
    private readonly RtpPeer[] _peers = [new(), new(), new()];
    private readonly double[] _tones = [500, 900, 1400];
    private readonly Bridge _bridge = new();

    public async ValueTask DisposeAsync()
    {
        _bridge.Dispose();
        Array.ForEach(_peers, peer => peer.Dispose());
        await _legs.DisposeAsync();
    }

    [Theory]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcma)]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcmu)]
    public void Two_hear_each_other_and_not_themselves(AudioCodec one, AudioCodec other)
    {
        using var first = _legs.Open(_peers[0], one);
        using var second = _legs.Open(_peers[1], other);
        _bridge.Join(first);
        _bridge.Join(second);
        AssertHearsTheOthers([first, second], [one, other]);
    }

    [Fact]
    public void Three_hear_the_two_others()
    {
        RtpLeg[] legs = [.. _peers.Select(peer => _legs.Open(peer))];
        Array.ForEach(legs, leg => _bridge.Join(leg));
        AssertHearsTheOthers(legs, [AudioCodec.Pcma, AudioCodec.Pcma, AudioCodec.Pcma]);
        Array.ForEach(legs, leg => leg.Dispose());
    }

    [Fact]
    public void Coming_and_going_never_breaks_anybodys_stream()
    {
        RtpLeg[] legs = [.. _peers.Select(peer => _legs.Open(peer))];
        AudioCodec[] laws = [AudioCodec.Pcma, AudioCodec.Pcma, AudioCodec.Pcma];
        var all = new List<SeenPacket>();
        _bridge.Join(legs[0]);
        _bridge.Join(legs[1]);
        all.AddRange(Hum(legs, laws, 20)[0]);
        _bridge.Join(legs[2]);
        all.AddRange(Hum(legs, laws, 20)[0]);
        _bridge.Leave(legs[1]);
        all.AddRange(Hum(legs, laws, 20)[0]);
        _bridge.Leave(legs[2]);
        legs[0].Source = new SamplePlayer(Tones.MusicOnHold, loop: true);
        all.AddRange(_peers[0].Receive(20));
        foreach (var (one, next) in all.Zip(all.Skip(1)))
        {
            Assert.Equal(one.Ssrc, next.Ssrc);
            Assert.Equal((ushort)(one.Sequence + 1), next.Sequence);
            Assert.True((int)(next.Timestamp - one.Timestamp) >= 160, "timestamps never step back");
            Assert.True(next.Timestamp - one.Timestamp == 160 || next.Marker, "a jump is marked");
        }

        Array.ForEach(legs, leg => leg.Dispose());
    }

    [Fact]
    public void A_packet_is_passed_on_as_it_is_when_the_law_is_the_same()
    {
        using var first = _legs.Open(_peers[0]);
        using var second = _legs.Open(_peers[1]);
        _bridge.Join(first);
        _bridge.Join(second);
        var payload = Enumerable.Range(0, 160).Select(i => (byte)i).ToArray();
        Pace.Run(10, _ => _peers[0].Send(first.Local, payload));
        var packets = _peers[1].ReceiveUntil(packet => packet.Payload.AsSpan().SequenceEqual(payload));
        Assert.True(packets[^1].Marker, "the first of the far side's words");
        Assert.NotEqual(_peers[0].Ssrc, packets[^1].Ssrc);
        Assert.Equal(second.Local, packets[^1].From);
    }

    [Fact]
    public void A_loss_on_the_way_in_stays_a_loss_on_the_way_out()
    {
        using var first = _legs.Open(_peers[0]);
        using var second = _legs.Open(_peers[1]);
        _bridge.Join(first);
        _bridge.Join(second);
        Pace.Run(5, _ => _peers[0].Send(first.Local, [.. Enumerable.Repeat((byte)99, 160)]));
        _peers[1].ReceiveUntil(packet => packet.Payload[0] == 99);
        var send = 0;
        Pace.Run(10, i =>
        {
            if (i == 5)
            {
                _peers[0].Sequence++;
                _peers[0].Timestamp += 160;
            }

            _peers[0].Send(first.Local, [.. Enumerable.Repeat((byte)++send, 160)]);
        });
        var packets = _peers[1].ReceiveUntil(packet => packet.Payload[0] == 10);
        var relayed = packets.Where(packet => packet.Payload[0] is > 0 and <= 10).ToList();
        Assert.Equal(10, relayed.Count);
        var (before, after) = (relayed[4], relayed[5]);
        Assert.Equal((ushort)(before.Sequence + 2), after.Sequence);
        Assert.Equal(before.Timestamp + 320, after.Timestamp);
    }

    [Fact]
    public void Keys_pass_the_bridge_and_are_told_on_the_way()
    {
        using var first = _legs.Open(_peers[0]);
        using var second = _legs.Open(_peers[1], with: media => media with { DigitPayloadType = 96 });
        var keys = 0;
        first.OnDigit = _ => Interlocked.Increment(ref keys);
        _bridge.Join(first);
        _bridge.Join(second);
        _peers[0].Send(first.Local, new byte[160]);
        _peers[0].SendDigit(first.Local, 3);
        var packets = _peers[1].ReceiveUntil(packet => packet.PayloadType == 96 && (packet.Payload[1] & 0x80) != 0);
        Assert.Equal(3, packets[^1].Payload[0]);
        Assert.Equal(1, Volatile.Read(ref keys));
    }

    [Fact]
    public void A_muted_far_side_is_filled_in_with_silence_and_may_come_back()
    {
        using var first = _legs.Open(_peers[0]);
        using var second = _legs.Open(_peers[1]);
        _bridge.Join(first);
        _bridge.Join(second);
        Pace.Run(5, _ => _peers[0].Send(first.Local, [.. Enumerable.Repeat((byte)1, 160)]));
        _peers[1].ReceiveUntil(packet => packet.Payload[0] == 1);
        var silent = _peers[1].ReceiveUntil(packet => packet.Payload[0] == 0xD5);
        Assert.True(silent[^1].Marker);
        _peers[1].Receive(5);
        _peers[0].Send(first.Local, [.. Enumerable.Repeat((byte)2, 160)]);
        var again = _peers[1].ReceiveUntil(packet => packet.Payload[0] == 2);
        Assert.True(again[^1].Marker);
        RtpLegTests.AssertNumbered(again);
    }

    [Fact]
    public void A_room_has_a_bound_and_nobody_sits_twice()
    {
        var legs = Enumerable.Range(0, Bridge.SeatsMax + 1).Select(_ => _legs.Open()).ToList();
        Assert.All(legs.Take(Bridge.SeatsMax), leg => Assert.True(_bridge.Join(leg)));
        Assert.True(_bridge.Join(legs[0]));
        Assert.Equal(Bridge.SeatsMax, _bridge.Count);
        Assert.False(_bridge.Join(legs[^1]));
        _bridge.Leave(legs[0]);
        _bridge.Leave(legs[0]);
        Assert.True(_bridge.Join(legs[^1]));
        legs.ForEach(leg => leg.Dispose());
    }

    // Everybody hums for so many packets; returns what each got meanwhile.
    private List<SeenPacket>[] Hum(RtpLeg[] legs, AudioCodec[] laws, int packets)
    {
        var codes = new byte[160];
        Pace.Run(packets, i =>
        {
            for (var who = 0; who < legs.Length; who++)
            {
                var sound = Hearing.Sine(_tones[who], 160 * packets, 6000).AsSpan(160 * i, 160);
                G711.Encode(laws[who], sound, codes);
                _peers[who].Send(legs[who].Local, codes, (int)laws[who]);
            }
        });
        return [.. legs.Select((_, who) => _peers[who].Receive(packets))];
    }

    // A machine that stalls tears the sound of a second; one whole second in ten is asked for.
    private void AssertHearsTheOthers(RtpLeg[] legs, AudioCodec[] laws)
    {
        var amplitudes = "";
        for (var tries = 0; tries < 10; tries++)
        {
            Array.ForEach(_peers, peer => peer.Drain());
            var heard = Hum(legs, laws, 50);
            var table = heard.Select(packets => _tones.Take(legs.Length).Select(tone => Hearing.Amplitude(
                packets.SelectMany(packet => packet.Sound).TakeLast(4000).ToArray(), tone)).ToArray()).ToArray();
            amplitudes = string.Join(
                "; ", table.Select(row => string.Join(' ', row.Select(level => level.ToString("F0")))));
            if (table.Index().All(row => row.Item.Index().All(
                tone => tone.Index == row.Index ? tone.Item < 600 : tone.Item is > 4000 and < 7000)))
            {
                return;
            }
        }

        Assert.Fail($"Heard by each party, per tone: {amplitudes}");
    }
}
