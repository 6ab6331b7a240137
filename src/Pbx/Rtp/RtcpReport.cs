using System.Buffers.Binary;

namespace Zhkh.Pbx.Rtp;

/// <summary>What a report says about us (RFC 3550 §6.4.1, report block), and what is needed to answer it.</summary>
/// <param name="SenderTime">Middle 32 bits of the far side's NTP time; 0 when it sent no SR.</param>
/// <param name="AboutUs">A block about our SSRC was among the others.</param>
/// <param name="Lost">Packets of ours the far side misses.</param>
/// <param name="LastReport">Middle bits of the NTP time of our last SR it saw; 0 before that.</param>
/// <param name="Delay">Time it kept it, in 1/65536 s.</param>
/// <param name="Bye">It says that it leaves. The call ends by SIP alone, so nothing follows from it.</param>
internal readonly record struct RtcpReport(
    uint SenderTime, bool AboutUs, int Lost, uint LastReport, uint Delay, bool Bye)
{
    /// <summary>Room for what <see cref="Write"/> makes.</summary>
    public const int BytesMax = 160;

    private const byte SenderReport = 200;
    private const byte ReceiverReport = 201;
    private const byte SourceDescription = 202;
    private const byte Goodbye = 203;
    private const int BlockBytes = 24;
    private const int CnameBytesMax = 60;

    /// <summary>
    /// Reads a compound packet. False when it is not one: RFC 3550 appendix A.2 (version, first packet SR or RR without
    /// padding, lengths that add up). AST-2017-008 was four bytes that passed for a report.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, uint ourSsrc, out RtcpReport report)
    {
        report = default;
        if (datagram.Length < 8 || (datagram[0] & 0xE0) != 0x80 || datagram[1] is not (SenderReport or ReceiverReport))
        {
            return false;
        }

        for (var rest = datagram; !rest.IsEmpty;)
        {
            if (rest.Length < 4 || rest[0] >> 6 != 2)
            {
                return false;
            }

            var length = 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(rest[2..]));
            if (length > rest.Length || !TryTake(rest[..length], ourSsrc, ref report))
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    /// <summary>Writes SR or RR, SDES with CNAME and, at the end of the call, BYE; returns the length.</summary>
    /// <param name="sent">Null: nothing was sent since the last report, so an RR is written.</param>
    /// <param name="block">Null: nothing was received yet.</param>
    public static int Write(
        Span<byte> buffer, uint ssrc, in RtcpSenderInfo? sent, in RtcpBlock? block, ReadOnlySpan<byte> cname, bool bye)
    {
        var length = 8;
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], ssrc);
        if (sent is { } info)
        {
            info.Write(buffer[length..]);
            length += RtcpSenderInfo.Bytes;
        }

        if (block is { } received)
        {
            received.Write(buffer[length..]);
            length += BlockBytes;
        }

        Head(buffer, block is null ? 0 : 1, sent is null ? ReceiverReport : SenderReport, length);
        length += WriteDescription(buffer[length..], ssrc, cname);
        if (bye)
        {
            Head(buffer[length..], 1, Goodbye, 8);
            BinaryPrimitives.WriteUInt32BigEndian(buffer[(length + 4)..], ssrc);
            length += 8;
        }

        return length;
    }

    private static bool TryTake(ReadOnlySpan<byte> packet, uint ourSsrc, ref RtcpReport report)
    {
        var count = packet[0] & 0x1F;
        switch (packet[1])
        {
            case SenderReport when packet.Length < 28 + (count * BlockBytes):
            case ReceiverReport when packet.Length < 8 + (count * BlockBytes):
                return false;
            case SenderReport:
                report = report with { SenderTime = BinaryPrimitives.ReadUInt32BigEndian(packet[10..]) };
                TakeBlocks(packet[28..], count, ourSsrc, ref report);
                return true;
            case ReceiverReport:
                TakeBlocks(packet[8..], count, ourSsrc, ref report);
                return true;
            case Goodbye:
                report = report with { Bye = true };
                return true;
            default:
                // SDES, APP, feedback and extended reports say nothing that we act on.
                return true;
        }
    }

    private static void TakeBlocks(ReadOnlySpan<byte> blocks, int count, uint ourSsrc, ref RtcpReport report)
    {
        for (var i = 0; i < count; i++)
        {
            var block = blocks[(i * BlockBytes)..];
            if (BinaryPrimitives.ReadUInt32BigEndian(block) == ourSsrc)
            {
                // 24 bits, signed.
                var lost = (int)(BinaryPrimitives.ReadUInt32BigEndian(block[4..]) << 8) >> 8;
                report = report with
                {
                    AboutUs = true,
                    Lost = lost,
                    LastReport = BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
                    Delay = BinaryPrimitives.ReadUInt32BigEndian(block[20..]),
                };
            }
        }
    }

    private static int WriteDescription(Span<byte> buffer, uint ssrc, ReadOnlySpan<byte> cname)
    {
        cname = cname[..Math.Min(cname.Length, CnameBytesMax)];

        // Header, SSRC, item 1 with its length, at least one zero, up to a whole word.
        var length = (8 + 2 + cname.Length + 4) & ~3;
        buffer[..length].Clear();
        Head(buffer, 1, SourceDescription, length);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], ssrc);
        buffer[8] = 1;
        buffer[9] = (byte)cname.Length;
        cname.CopyTo(buffer[10..]);
        return length;
    }

    private static void Head(Span<byte> packet, int count, byte type, int length)
    {
        packet[0] = (byte)(0x80 | count);
        packet[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((length / 4) - 1));
    }
}

/// <summary>Sender's part of an SR.</summary>
/// <param name="NtpTime">Seconds since 1900 in the upper half, fractions in the lower.</param>
internal readonly record struct RtcpSenderInfo(ulong NtpTime, uint Timestamp, uint Packets, uint Octets)
{
    public const int Bytes = 20;

    public void Write(Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt64BigEndian(buffer, NtpTime);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[8..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[12..], Packets);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[16..], Octets);
    }
}

/// <summary>Our report about the far side's stream.</summary>
internal readonly record struct RtcpBlock(
    uint Ssrc, byte FractionLost256, int Lost, uint Highest, uint Jitter, uint LastReport, uint Delay)
{
    public void Write(Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt32BigEndian(buffer, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(
            buffer[4..], ((uint)FractionLost256 << 24) | (uint)Math.Min(Lost, 0x7FFFFF));
        BinaryPrimitives.WriteUInt32BigEndian(buffer[8..], Highest);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[16..], LastReport);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[20..], Delay);
    }
}
