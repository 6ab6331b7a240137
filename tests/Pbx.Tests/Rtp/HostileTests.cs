using System.Net;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Rtp;

/// <summary>RELIABILITY P4, A10 and A12: what an enemy sends to a media port has no effect.</summary>
public sealed class HostileTests : IAsyncDisposable
{
    private readonly ErrorCounter _errors = new();
    private readonly LoopbackLegs _legs;
    private readonly RtpPeer _peer = new();
    private readonly RtpPeer _stranger = new();

    public HostileTests() => _legs = new LoopbackLegs(logger: _errors);

    public static TheoryData<string> Vectors =>
        [.. Directory.GetFiles(Repository.Path("tests", "Pbx.Tests", "Rtp", "hostile"), "*.bin")
            .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        _stranger.Dispose();
        await _legs.DisposeAsync();
    }

    [Fact]
    public void The_corpus_is_there() => Assert.Equal(16, Vectors.Count);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_hostile_datagram_changes_nothing_whoever_sends_it(string name)
    {
        var datagram = File.ReadAllBytes(Repository.Path("tests", "Pbx.Tests", "Rtp", "hostile", name));
        _peer.Ssrc = 0x5EED;
        using var leg = _legs.Open(_peer);
        var keys = 0;
        leg.OnDigitBegan = leg.OnDigit = _ => Interlocked.Increment(ref keys);
        _peer.Send(leg.Local, new byte[160]);
        Eventually.True(() => leg.Statistics.Received == 1, "the call is up");
        for (var i = 0; i < 20; i++)
        {
            _peer.SendRaw(leg.Local, datagram);
            _peer.SendRtcp(leg.Local, datagram);
            _stranger.SendRaw(leg.Local, datagram);
            _stranger.SendRtcp(leg.Local, datagram);
        }

        _peer.Send(leg.Local, new byte[160]);
        Eventually.True(() => leg.Statistics.Received == 2, "the next good packet is heard, and nothing else was");
        RtpLegTests.AssertUnbroken(_peer.Receive(3));
        Assert.Equal(0, keys);
        Assert.Equal(0, _errors.Count);
    }

    [Fact]
    public void Random_datagrams_are_survived()
    {
        var random = new Random(4475);
        using var leg = _legs.Open(_peer);
        for (var i = 0; i < 3000; i++)
        {
            var datagram = new byte[random.Next(64)];
            random.NextBytes(datagram);
            if (datagram.Length > 1 && i % 2 == 0)
            {
                datagram[0] = (byte)(0x80 | (datagram[0] & 0x3F));
                datagram[1] = (byte)(i % 4 == 0 ? 200 + (datagram[1] % 8) : 8);
            }

            (i % 3 == 0 ? _stranger : _peer).SendRaw(leg.Local, datagram);
            _peer.SendRtcp(leg.Local, datagram);
        }

        _peer.Receive(5);
        Assert.Equal(0, _errors.Count);
    }

    [Fact]
    public void A_stranger_is_neither_heard_nor_answered()
    {
        _peer.Ssrc = 0x5EED;
        using var leg = _legs.Open(_peer);
        var keys = 0;
        leg.OnDigitBegan = leg.OnDigit = _ => Interlocked.Increment(ref keys);
        _peer.Send(leg.Local, new byte[160]);
        Eventually.True(() => leg.Statistics.Received == 1, "the call is up");
        for (var i = 0; i < 200; i++)
        {
            _stranger.Send(leg.Local, new byte[160]);
        }

        _stranger.SendDigit(leg.Local, 5);
        Eventually.True(() => leg.Statistics.Strays >= 200, "all were counted");
        _peer.Receive(5);
        Assert.Equal(0, _stranger.Drain());
        Assert.Equal((1L, 0), (leg.Statistics.Received, keys));
    }

    [Fact]
    public void A_stranger_cannot_be_learnt_once_the_announced_address_has_spoken()
    {
        using var leg = _legs.Open(_peer, with: media => media with { Learning = SourceLearning.OnceAfterStart });
        _peer.Send(leg.Local, new byte[160]);
        Eventually.True(() => leg.Statistics.Received == 1, "the phone spoke first");
        for (var i = 0; i < 50; i++)
        {
            _stranger.Send(leg.Local, new byte[160]);
        }

        Eventually.True(() => leg.Statistics.Strays == 50, "none was taken");
        Assert.False(leg.Statistics.SourceLearnt);
        _peer.Receive(5);
        Assert.Equal(0, _stranger.Drain());
    }

    [Fact]
    public void A_phone_behind_nat_is_found_by_four_packets_and_answered_there()
    {
        using var leg = _legs.Open(_peer, with: media => media with { Learning = SourceLearning.OnceAfterStart });
        for (var i = 0; i < 10; i++)
        {
            _stranger.Send(leg.Local, new byte[160]);
        }

        _stranger.Receive(3);
        Assert.True(leg.Statistics.SourceLearnt);
        Eventually.True(() => leg.Statistics.Received == 7, "the three of the probation are not heard");
    }

    [Fact]
    public void A_second_ssrc_from_the_right_address_presses_no_keys_while_the_first_speaks()
    {
        using var leg = _legs.Open(_peer);
        var keys = 0;
        leg.OnDigitBegan = leg.OnDigit = _ => Interlocked.Increment(ref keys);
        var digit = new byte[] { 5, 0x8A, 0, 160 };
        for (ushort i = 0; i < 20; i++)
        {
            _peer.Ssrc = 0x1234;
            _peer.Send(leg.Local, new byte[160]);
            _peer.Ssrc = 0x6666;
            _peer.SendRaw(leg.Local, _peer.Packet(digit, 101, true, (ushort)(900 + i), 4000));
        }

        Eventually.True(() => leg.Statistics.Received == 20, "the first is heard");
        Eventually.True(() => leg.Statistics.Strays == 20, "the second is not");
        Assert.Equal(0, keys);
    }

    [Fact]
    public void A_sink_that_throws_costs_its_leg_the_sink_and_nobody_the_sound()
    {
        using var other = new RtpPeer();
        using var broken = _legs.Open(_peer);
        using var whole = _legs.Open(other);
        broken.Sink = new ThrowingSink();
        broken.Source = new ThrowingSource();
        Eventually.True(() => broken.Source is null, "the source is let go");
        _peer.Receive(5);
        other.Receive(5);
        Assert.InRange(_errors.Count, 1, 2);
    }

    private sealed class ThrowingSink : IFrameSink
    {
        public void Write(ReadOnlySpan<short> frame) => throw new InvalidOperationException("sink");
    }

    private sealed class ThrowingSource : IFrameSource
    {
        public bool TryRead(Span<short> frame) => throw new InvalidOperationException("source");
    }

    private sealed class ErrorCounter : ILogger
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
