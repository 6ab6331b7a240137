using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class JitterBufferTests
{
    private static readonly byte[] s_codes = Coded();
    private readonly JitterBuffer _buffer = new(TimeSpan.FromMilliseconds(60));
    private readonly short[] _frame = new short[160];

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    [InlineData(240)]
    [InlineData(480)]
    public void Sound_comes_out_as_it_went_in_whatever_the_packet_length(int packetSamples)
    {
        var heard = new List<short>();
        var put = 0;
        for (var tick = 0; tick < 45; tick++)
        {
            while (put < 160 * (tick + 1))
            {
                Put(put, packetSamples);
                put += packetSamples;
            }

            heard.AddRange(Read(out _));
        }

        AssertHolds(heard, 0, 40 * 160);
    }

    [Fact]
    public void Packets_in_any_order_and_twice_are_put_right()
    {
        Put(0);
        Put(320);
        Put(160);
        Put(160);
        var heard = new List<short>();
        for (var i = 0; i < 4; i++)
        {
            heard.AddRange(Read(out _));
        }

        AssertHolds(heard, 0, 480);
    }

    [Fact]
    public void A_lost_packet_is_covered_by_a_fading_echo_and_the_next_is_on_time()
    {
        var heard = new List<short>();
        for (var i = 0; i < 12; i++)
        {
            if (i != 5)
            {
                Put(160 * i);
            }

            heard.AddRange(Read(out var origin));
            Assert.Equal(i is 0 or 6 ? FrameOrigin.Concealed : FrameOrigin.Audio, origin);
        }

        AssertHolds(heard, 0, 5 * 160);
        AssertHolds(heard, 6 * 160, 5 * 160);
        var echo = heard.Skip(6 * 160).Take(160).ToArray();
        var before = heard.Skip(5 * 160).Take(160).ToArray();
        Assert.InRange(Loudness(echo), Loudness(before) * 0.4, Loudness(before) * 0.7);
    }

    [Fact]
    public void When_nothing_comes_the_echo_dies_away_and_silence_follows()
    {
        Put(0);
        Read(out _);
        Read(out _);
        for (var i = 0; i < 3; i++)
        {
            Read(out var echo);
            Assert.Equal(FrameOrigin.Concealed, echo);
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.All(Read(out var silence), sample => Assert.Equal(0, sample));
            Assert.Equal(FrameOrigin.Silence, silence);
        }
    }

    [Fact]
    public void A_late_stream_is_waited_for_and_then_whole()
    {
        var heard = new List<short>();
        for (var tick = 0; tick < 40; tick++)
        {
            // From the tenth on, everything comes two ticks later.
            var packet = tick < 10 ? tick : tick - 2;
            if (tick is < 10 or >= 12)
            {
                Put(160 * packet);
            }

            heard.AddRange(Read(out _));
        }

        AssertHolds(heard, 160 * 12, 160 * 20);
        Assert.Equal(0, _buffer.LateSamples);
    }

    [Fact]
    public void Delay_that_is_no_longer_needed_is_given_back()
    {
        for (var i = 0; i < 3; i++)
        {
            Put(160 * i);
        }

        for (var i = 3; i < 400; i++)
        {
            Put(160 * i);
            Read(out _);
        }

        Assert.InRange(_buffer.Depth, 0, 320);
    }

    [Fact]
    public void A_burst_never_makes_the_delay_longer_than_the_maximum()
    {
        for (var i = 0; i < 12; i++)
        {
            Put(160 * i);
            Assert.InRange(_buffer.Depth, 0, 480 + 160);
        }

        var heard = new List<short>();
        for (var i = 0; i < 4; i++)
        {
            heard.AddRange(Read(out _));
        }

        AssertHolds(heard, 160 * 8, 160 * 4);
    }

    [Fact]
    public void A_stream_that_jumps_begins_anew()
    {
        for (var i = 0; i < 5; i++)
        {
            Put(160 * i);
            Read(out _);
        }

        for (var i = 0; i < 5; i++)
        {
            _buffer.Put((uint)(1_000_000_000 + (160 * i)), AudioCodec.Pcma, s_codes.AsSpan(160 * i, 160));
            Read(out var origin);
            Assert.True(i < 1 || origin == FrameOrigin.Audio);
        }
    }

    [Fact]
    public void Nothing_and_giant_packets_are_left_out()
    {
        _buffer.Put(0, AudioCodec.Pcma, []);
        _buffer.Put(0, AudioCodec.Pcma, new byte[1400]);
        Read(out var origin);
        Assert.Equal(FrameOrigin.Silence, origin);
    }

    private static byte[] Coded()
    {
        // No two frames alike, no code twice in a row.
        var codes = new byte[160 * 512];
        new Random(20).NextBytes(codes);
        return codes;
    }

    private static double Loudness(IEnumerable<short> sound) => sound.Average(sample => Math.Abs((double)sample));

    // Timestamps begin shortly before the wrap.
    private void Put(int sample, int length = 160) => _buffer.Put(
        unchecked((uint)(sample - 1000)), AudioCodec.Pcma, s_codes.AsSpan(sample, length));

    private short[] Read(out FrameOrigin origin)
    {
        origin = _buffer.Read(_frame);
        return [.. _frame];
    }

    private static void AssertHolds(List<short> heard, int from, int samples)
    {
        var expected = s_codes.Skip(from).Take(samples).Select(code => (short)Audio.ItuG711.ALawValue(code)).ToArray();
        Assert.True(heard.ToArray().AsSpan().IndexOf(expected) >= 0, "the stretch is not in what was heard");
    }
}
