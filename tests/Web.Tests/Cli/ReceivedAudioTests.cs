using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Rtp;
using Zhkh.Web.Cli;

namespace Zhkh.Web.Tests.Cli;

public class ReceivedAudioTests
{
    private const int Frame = 160;

    private readonly ReceivedAudio _audio = new();

    [Fact]
    public void Sound_lies_where_its_timestamps_say()
    {
        Take(1, 5000, 40);
        Take(3, 5000 + (2 * Frame), 80);
        Take(2, 5000 + Frame, 90);
        Assert.Equal([320, 320 + Frame, 320 + (2 * Frame)], _audio.Packets);
        Assert.Equal(320 + (3 * Frame), _audio.Samples.Length);
        Assert.Equal(0, _audio.LossPercent);
    }

    [Fact]
    public void A_lost_packet_is_silent_and_counted()
    {
        foreach (var i in new[] { 0, 1, 2, 4 })
        {
            Take((ushort)(65534 + i), (uint)(i * Frame), i * 20);
        }

        Assert.Equal(20, _audio.LossPercent);
        Assert.Equal(-1, _audio.Samples.Slice(3 * Frame, Frame).IndexOfAnyExcept((short)0));
        Assert.NotEqual(0, _audio.Samples[4 * Frame]);
    }

    [Fact]
    public void A_repeated_packet_is_taken_once()
    {
        Take(1, 0, 0);
        Take(1, 0, 1);
        Assert.Single(_audio.Packets);
        Assert.Equal(0, _audio.LossPercent);
    }

    [Fact]
    public void A_new_stream_begins_where_it_arrives()
    {
        Take(1, 100, 0);
        Take(900, 7_000_000, 1000, ssrc: 2);
        Assert.Equal([0, 8000], _audio.Packets);
        Assert.Equal(0, _audio.LossPercent);
    }

    [Fact]
    public void A_jump_of_the_clock_does_not_make_an_hour_of_silence()
    {
        Take(1, 100, 0);
        Take(2, 4_000_000_000, 20);
        Assert.Equal([0, 160], _audio.Packets);
    }

    private void Take(ushort sequence, uint timestamp, double atMs, uint ssrc = 1)
    {
        var datagram = new byte[RtpPacket.HeaderBytes + Frame];
        RtpPacket.WriteHeader(datagram, false, 8, sequence, timestamp, ssrc);
        datagram.AsSpan(RtpPacket.HeaderBytes).Fill(0x25);
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        _audio.Take(packet, AudioCodec.Pcma, atMs);
    }
}
