using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class AllocationTests
{
    [Fact]
    public async Task The_media_thread_allocates_nothing_per_packet()
    {
        await using var legs = new LoopbackLegs();
        using RtpPeer robot = new(), one = new(), other = new();
        using var played = legs.Open(robot);
        using var first = legs.Open(one);
        using var second = legs.Open(other, AudioCodec.Pcmu);
        using var bridge = new Bridge();
        played.Source = new SamplePlayer(Tones.MusicOnHold, loop: true);
        played.Sink = new NoSink();
        first.Tap = new NoTap();
        bridge.Join(first);
        bridge.Join(second);
        Talk(100);
        var before = legs.Engine.ThreadAllocatedBytes;
        var packetsBefore = Packets();
        Talk(200);
        Eventually.True(() => Packets() - packetsBefore >= 1000, "a thousand packets went by");
        var bytes = legs.Engine.ThreadAllocatedBytes - before;

        // The counter itself moves by whole allocation contexts of 8 kB; one box per packet would be 24,000 bytes.
        Assert.InRange(bytes, 0, 8192);

        long Packets() => new[] { played, first, second }.Sum(leg => leg.Statistics.Received + leg.Statistics.Sent);

        void Talk(int packets) => Pace.Run(packets, _ =>
        {
            robot.Send(played.Local, new byte[160]);
            one.Send(first.Local, new byte[160]);
            other.Send(second.Local, new byte[160], payloadType: 0);
            _ = robot.Drain() + one.Drain() + other.Drain();
        });
    }

    [Fact]
    public async Task Whispering_and_listening_allocate_nothing_per_packet()
    {
        await using var legs = new LoopbackLegs();
        RtpPeer[] peers = [new(), new(), new(), new()];
        RtpLeg[] seats = [.. peers.Select(peer => legs.Open(peer))];
        using var bridge = new Bridge();
        bridge.Join(seats[0]);
        bridge.Join(seats[1], BridgeVoice.Ours);
        bridge.Join(seats[2], BridgeVoice.Whisper);
        bridge.Join(seats[3], BridgeVoice.Silent);
        seats[0].Tap = new NoTap();
        Talk(100);
        var before = legs.Engine.ThreadAllocatedBytes;
        var packetsBefore = Packets();
        Talk(200);
        Eventually.True(() => Packets() - packetsBefore >= 1000, "a thousand packets went by");
        Assert.InRange(legs.Engine.ThreadAllocatedBytes - before, 0, 8192);
        Array.ForEach(seats, leg => leg.Dispose());
        Array.ForEach(peers, peer => peer.Dispose());

        long Packets() => seats.Sum(leg => leg.Statistics.Received + leg.Statistics.Sent);

        void Talk(int packets) => Pace.Run(packets, _ =>
        {
            for (var i = 0; i < seats.Length; i++)
            {
                peers[i].Send(seats[i].Local, new byte[160]);
                peers[i].Drain();
            }
        });
    }

    private sealed class NoSink : IFrameSink
    {
        public void Write(ReadOnlySpan<short> frame)
        {
        }
    }

    private sealed class NoTap : IFrameTap
    {
        public void Write(ReadOnlySpan<short> received, ReadOnlySpan<short> sent)
        {
        }
    }
}
