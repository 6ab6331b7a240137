using System.Buffers.Binary;
using Zhkh.Pbx.Rtp;

namespace Zhkh.Pbx.Tests.Rtp;

public sealed class RtcpReportTests
{
    private const uint Us = 0xAABBCCDD;

    [Fact]
    public void A_sender_report_with_name_and_goodbye_is_laid_out_as_in_rfc_3550()
    {
        var bytes = new byte[RtcpReport.BytesMax];
        var length = RtcpReport.Write(
            bytes, Us, new RtcpSenderInfo(0x0102030405060708, 9, 10, 11),
            new RtcpBlock(12, 13, 14, 15, 16, 17, 18), "abc"u8, bye: true);
        Assert.Equal(
            "81C8000CAABBCCDD" + "0102030405060708" + "00000009" + "0000000A" + "0000000B"
            + "0000000C" + "0D00000E" + "0000000F" + "00000010" + "00000011" + "00000012"
            + "81CA0003AABBCCDD" + "0103616263" + "000000"
            + "81CB0001AABBCCDD",
            Convert.ToHexString(bytes, 0, length));
    }

    [Fact]
    public void A_receiver_report_without_blocks_is_still_a_compound()
    {
        var bytes = new byte[RtcpReport.BytesMax];
        var length = RtcpReport.Write(bytes, Us, null, null, "ab"u8, bye: false);
        Assert.Equal(
            "80C90001AABBCCDD" + "81CA0003AABBCCDD" + "01026162" + "00000000", Convert.ToHexString(bytes, 0, length));
    }

    [Fact]
    public void What_is_said_about_us_is_found_among_others()
    {
        var bytes = Convert.FromHexString(
            "82C8" + "0012" + "00000001" + "1111222233334444" + "00000000" + "00000000" + "00000000"
            + Block(7, 1) + Block(Us, -2));
        Assert.True(RtcpReport.TryParse(bytes, Us, out var report));
        Assert.Equal(new RtcpReport(0x22223333, true, -2, 0x51, 0x52, false), report);
    }

    [Theory]
    [InlineData("81C9", "four bytes (AST-2017-008)")]
    [InlineData("81CB000100000001", "a goodbye that opens the packet")]
    [InlineData("81C8FFFF0000000100000000", "a length beyond the packet")]
    [InlineData("9FC9000100000001", "31 blocks that are not there")]
    [InlineData("A0C9000100000001", "padding in the first packet")]
    [InlineData("80C900010000000180", "a crumb at the end")]
    [InlineData("40C9000100000001", "version 1")]
    public void What_does_not_add_up_is_no_report(string hex, string why) =>
        Assert.False(RtcpReport.TryParse(Convert.FromHexString(hex), Us, out _), why);

    private static string Block(uint ssrc, int lost)
    {
        var bytes = new byte[24];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ssrc);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), lost & 0xFFFFFF);
        bytes[19] = 0x51;
        bytes[23] = 0x52;
        return Convert.ToHexString(bytes);
    }
}
