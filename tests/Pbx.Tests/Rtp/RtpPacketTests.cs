using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class RtpPacketTests
{
    [Fact]
    public void A_header_is_read_as_it_was_written()
    {
        Span<byte> bytes = stackalloc byte[14];
        RtpPacket.WriteHeader(bytes, true, 101, 0xABCD, 0x01020304, 0xDEADBEEF);
        Assert.Equal("80E5ABCD01020304DEADBEEF0000", Convert.ToHexString(bytes));
        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        Assert.True(packet.Marker);
        Assert.Equal(
            (101, 0xABCD, 0x01020304u, 0xDEADBEEFu, 2),
            (packet.PayloadType, packet.Sequence, packet.Timestamp, packet.Ssrc, packet.Payload.Length));
    }

    [Fact]
    public void Sources_extension_and_padding_are_passed_over()
    {
        // CC = 1, extension of one word, padding of three bytes.
        var bytes = Convert.FromHexString(
            "B1080001000000A000000001" + "11111111" + "BEDE0001" + "22222222" + "AABB" + "000003");
        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        Assert.Equal("AABB", Convert.ToHexString(packet.Payload));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("8008000100000000000000", "eleven bytes")]
    [InlineData("000800010000000000000000", "version 0")]
    [InlineData("C00800010000000000000000", "version 3")]
    [InlineData("8F0800010000000000000000", "fifteen sources that are not there")]
    [InlineData("900800010000000000000000", "an extension that is not there")]
    [InlineData("900800010000000000000000BEDEFFFF", "an extension longer than the packet")]
    [InlineData("A0080001000000000000000000", "padding of zero")]
    [InlineData("A00800010000000000000000FF", "padding longer than the payload")]
    public void What_does_not_add_up_is_no_packet(string hex, string why) =>
        Assert.False(RtpPacket.TryParse(Convert.FromHexString(hex), out _), why);

    [Theory]
    [InlineData("00", PacketKind.Stun)]
    [InlineData("03", PacketKind.Stun)]
    [InlineData("14", PacketKind.Dtls)]
    [InlineData("3F", PacketKind.Dtls)]
    [InlineData("8008", PacketKind.Rtp)]
    [InlineData("80C8", PacketKind.Rtcp)]
    [InlineData("81CB", PacketKind.Rtcp)]
    [InlineData("80E5", PacketKind.Rtp)]
    [InlineData("04", PacketKind.Unknown)]
    [InlineData("40", PacketKind.Unknown)]
    [InlineData("FF", PacketKind.Unknown)]
    [InlineData("", PacketKind.Unknown)]
    public void The_first_bytes_say_what_a_datagram_is(string hex, object kind) =>
        Assert.Equal((PacketKind)kind, PacketDemux.Classify(Convert.FromHexString(hex)));
}
