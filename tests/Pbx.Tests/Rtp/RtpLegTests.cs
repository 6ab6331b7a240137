using System.Collections.Concurrent;
using System.Net;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Tests.Audio;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class RtpLegTests : IAsyncDisposable
{
    private readonly LoopbackLegs _legs = new();
    private readonly RtpPeer _peer = new();

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _legs.DisposeAsync();
    }

    [Fact]
    public void A_prompt_is_heard_sample_for_sample_in_one_unbroken_stream()
    {
        var sound = Hearing.Sine(440, 16_000, 8000);
        using var leg = _legs.Open(_peer);
        leg.Source = new PromptPlayer([new PromptClip("a", sound)]);
        var packets = _peer.ReceiveUntil(packet => packet.Payload.Any(code => code != 0xD5));
        var first = packets[^1];
        Assert.True(first.Marker);
        packets = [first, .. _peer.Receive(99)];
        AssertUnbroken(packets);
        var expected = new byte[16_000];
        G711.Encode(AudioCodec.Pcma, sound, expected);
        Assert.Equal(expected, packets.SelectMany(packet => packet.Payload));
        Assert.All(packets.Skip(1), packet => Assert.False(packet.Marker));
    }

    [Fact]
    public void Silence_is_sent_when_there_is_nothing_to_say()
    {
        using var leg = _legs.Open(_peer, AudioCodec.Pcmu);
        var packets = _peer.Receive(20);
        Assert.All(packets, packet => Assert.Equal(0, packet.PayloadType));
        Assert.All(packets, packet => Assert.All(packet.Payload, code => Assert.Equal(0xFF, code)));
        AssertUnbroken(packets);
    }

    [Fact]
    public async Task Nothing_is_sent_when_silence_is_switched_off_and_timestamps_follow_the_clock_after_it()
    {
        await using var legs = new LoopbackLegs(new MediaOptions { SendSilence = false });
        using var leg = legs.Open(_peer);
        leg.Source = new SamplePlayer(Hearing.Sine(500, 160, 4000), loop: false);
        var before = _peer.Receive();
        _peer.Send(leg.Local, new byte[160]);
        Eventually.True(() => leg.Statistics.Received == 1, "the packet came");
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds > 200);
        Assert.Equal(0, _peer.Drain());
        leg.Source = new SamplePlayer(Hearing.Sine(500, 160, 4000), loop: false);
        var after = _peer.Receive();
        Assert.True(after.Marker);
        Assert.Equal((ushort)(before.Sequence + 1), after.Sequence);
        Assert.True(after.Timestamp - before.Timestamp >= 1600, "0.2 s are 1600 samples");
    }

    [Fact]
    public async Task A_new_source_lets_go_of_the_one_before_and_begins_with_a_marker()
    {
        using var leg = _legs.Open(_peer);
        var first = new PromptPlayer([new PromptClip("long", new short[80_000])]);
        leg.Source = first;
        _peer.Receive(5);
        leg.Source = new SamplePlayer(Hearing.Sine(1000, 8000, 8000), loop: true);
        Assert.False(await first.Completion);
        var packets = _peer.ReceiveUntil(
            packet => packet.Marker && packet.Payload.Any(code => code is not (0xD5 or 0x55)));
        packets = [packets[^1], .. _peer.Receive(20)];
        AssertUnbroken(packets);
    }

    [Fact]
    public void What_the_far_side_says_reaches_the_sink_in_either_law()
    {
        using var leg = _legs.Open(_peer);
        var sink = new KeepingSink();
        leg.Sink = sink;
        SayUntilHeard(leg, sink, 700, payloadType: 8);
        SayUntilHeard(leg, sink, 1200, payloadType: 0);
    }

    [Fact]
    public void A_key_is_told_once_however_many_packets_it_has()
    {
        using var leg = _legs.Open(_peer);
        var keys = new BlockingCollection<string>();
        leg.OnDigitBegan = key => keys.Add($"{key} down");
        leg.OnDigit = key => keys.Add($"{key} up");
        foreach (var number in (int[])[4, 10, 11, 15])
        {
            _peer.SendDigit(leg.Local, number);
        }

        Assert.Equal(
            ["4 down", "4 up", "* down", "* up", "# down", "# up", "D down", "D up"],
            Enumerable.Range(0, 8).Select(_ => keys.TryTake(out var key, 20_000) ? key : "nothing"));
        Assert.Empty(keys);
    }

    [Fact]
    public void A_key_whose_ends_were_all_lost_is_told_all_the_same()
    {
        using var leg = _legs.Open(_peer);
        var keys = new BlockingCollection<char>();
        leg.OnDigit = keys.Add;
        _peer.SendDigit(leg.Local, 7, ends: 0);
        Assert.True(keys.TryTake(out var key, 20_000));
        Assert.Equal('7', key);
    }

    [Fact]
    public void Our_keys_have_one_timestamp_a_marker_growing_durations_and_three_ends()
    {
        using var leg = _legs.Open(_peer);
        Assert.True(leg.SendDigits("5#"));
        var packets = _peer.ReceiveUntil(packet => packet.PayloadType == 101);
        packets = [packets[^1], .. _peer.Receive(40)];
        var presses = packets.Where(packet => packet.PayloadType == 101).GroupBy(packet => packet.Timestamp).ToList();
        Assert.Equal([5, 11], presses.Select(press => (int)press.First().Payload[0]));
        foreach (var press in presses)
        {
            var events = press.ToList();
            Assert.Equal(8, events.Count);
            Assert.True(events[0].Marker);
            Assert.All(events.Skip(1), packet => Assert.False(packet.Marker));
            Assert.Equal(
                [160, 320, 480, 640, 800, 800, 800, 800],
                events.Select(packet => (packet.Payload[2] << 8) | packet.Payload[3]));
            Assert.Equal(3, events.Count(packet => (packet.Payload[1] & 0x80) != 0));
        }

        AssertNumbered(packets);
        Assert.Throws<ArgumentException>(() => leg.SendDigits("5x"));
    }

    [Fact]
    public void A_far_side_on_hold_is_sent_nothing_and_goes_on_without_a_jump_of_numbers()
    {
        using var leg = _legs.Open(_peer);
        var before = _peer.Receive(3)[^1];
        leg.Renegotiate(new NegotiatedMedia(_peer.EndPoint, AudioCodec.Pcma, 101, MediaDirection.Inactive));
        Eventually.True(() => !leg.RtpTimedOut(TimeSpan.Zero), "an inactive line cannot time out");
        leg.Renegotiate(new NegotiatedMedia(_peer.EndPoint, AudioCodec.Pcmu, 101));
        var after = _peer.ReceiveUntil(packet => packet.PayloadType == 0);
        Assert.Equal(before.Ssrc, after[^1].Ssrc);
        AssertNumbered([before, .. after]);
    }

    [Fact]
    public async Task A_line_that_falls_silent_is_reported_once()
    {
        await using var legs = new LoopbackLegs(new MediaOptions { RtpTimeout = TimeSpan.FromMilliseconds(60) });
        using var leg = legs.Open(_peer);
        var reports = 0;
        leg.OnTimeout = () => Interlocked.Increment(ref reports);
        Eventually.True(() => Volatile.Read(ref reports) == 1, "the silence is noticed");
        Assert.True(leg.RtpTimedOut(TimeSpan.FromMilliseconds(60)));
        _peer.Receive(20);
        Assert.Equal(1, Volatile.Read(ref reports));
    }

    [Fact]
    public void A_closed_leg_says_goodbye_and_gives_its_ports_back()
    {
        var leg = _legs.Open(_peer);
        _peer.Receive(2);
        Assert.Equal(1, _legs.Engine.Legs);
        leg.Dispose();
        leg.Dispose();
        var report = _peer.ReceiveRtcp();
        Assert.Equal(200, report[1]);
        Assert.Equal(203, report[^7]);
        Eventually.True(() => _legs.Engine.Legs == 0, "the leg is gone");
        Assert.False(_legs.Engine.TryOpenLeg(IPAddress.Loopback)!.Local.Port == leg.Local.Port, "its port rests");
    }

    [Fact]
    public async Task Legs_opened_before_or_left_open_at_the_end_are_closed_with_the_engine()
    {
        var left = _legs.Open(_peer);
        var never = _legs.Open();
        await _legs.Engine.DisposeAsync();
        left.Dispose();
        never.Dispose();
        Assert.Equal(0, _legs.Engine.Legs);
    }

    internal static void AssertNumbered(IReadOnlyList<SeenPacket> packets) => Assert.All(
        packets.Zip(packets.Skip(1)),
        pair => Assert.Equal((ushort)(pair.First.Sequence + 1), pair.Second.Sequence));

    internal static void AssertUnbroken(IReadOnlyList<SeenPacket> packets)
    {
        foreach (var (one, next) in packets.Zip(packets.Skip(1)))
        {
            Assert.Equal(one.Ssrc, next.Ssrc);
            Assert.Equal((ushort)(one.Sequence + 1), next.Sequence);
            Assert.Equal(one.Timestamp + 160, next.Timestamp);
        }
    }

    private void SayUntilHeard(RtpLeg leg, KeepingSink sink, double frequencyHz, int payloadType)
    {
        for (var tries = 0; tries < 20 && !sink.Heard(frequencyHz); tries++)
        {
            Say(leg, frequencyHz, packets: 25, payloadType);
        }

        Assert.True(sink.Heard(frequencyHz), $"{frequencyHz} Hz is not heard");
    }

    private void Say(RtpLeg leg, double frequencyHz, int packets, int payloadType)
    {
        var codec = payloadType == 8 ? AudioCodec.Pcma : AudioCodec.Pcmu;
        var codes = new byte[160];
        var sound = Hearing.Sine(frequencyHz, 160 * packets, 8000);
        Pace.Run(packets, i =>
        {
            G711.Encode(codec, sound.AsSpan(160 * i, 160), codes);
            _peer.Send(leg.Local, codes, payloadType);
        });
    }

    private sealed class KeepingSink : IFrameSink
    {
        private readonly List<short> _heard = [];

        public void Write(ReadOnlySpan<short> frame)
        {
            lock (_heard)
            {
                _heard.AddRange(frame);
            }
        }

        /// <summary>A tenth of a second held the tone.</summary>
        public bool Heard(double frequencyHz)
        {
            lock (_heard)
            {
                return _heard.Chunk(800).Any(chunk => Hearing.Amplitude(chunk, frequencyHz) > 6000);
            }
        }
    }
}
