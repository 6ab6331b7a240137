using System.Buffers.Binary;

namespace Zhkh.Pbx.Rtp;

/// <summary>A view of one RTP packet; it lives no longer than the buffer it was parsed from.</summary>
/// <remarks>
/// RFC 3550 §5.1:
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           timestamp                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           synchronization source (SSRC) identifier            |
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |            contributing source (CSRC) identifiers             |
/// |                             ....                              |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct RtpPacket
{
    /// <summary>Bytes of a header without contributing sources.</summary>
    public const int HeaderBytes = 12;

    private RtpPacket(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        Marker = (header[1] & 0x80) != 0;
        PayloadType = (byte)(header[1] & 0x7F);
        Sequence = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        Timestamp = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        Payload = payload;
    }

    /// <summary>First packet after a silence (RFC 3551 §4.1).</summary>
    public bool Marker { get; }

    /// <summary>0 to 127.</summary>
    public byte PayloadType { get; }

    public ushort Sequence { get; }

    /// <summary>In samples: 8,000 a second.</summary>
    public uint Timestamp { get; }

    public uint Ssrc { get; }

    /// <summary>Without padding.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>False for everything that is not a whole RTP packet of version 2.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (datagram.Length < HeaderBytes || datagram[0] >> 6 != 2)
        {
            return false;
        }

        var start = HeaderBytes + (4 * (datagram[0] & 0x0F));
        if ((datagram[0] & 0x10) != 0)
        {
            // RFC 3550 §5.3.1: 16 bits of profile, 16 bits of length in words.
            if (datagram.Length < start + 4)
            {
                return false;
            }

            start += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(start + 2)..]));
        }

        var end = datagram.Length;
        if ((datagram[0] & 0x20) != 0)
        {
            // The last byte counts the padding, itself included: zero is a lie.
            if (datagram[^1] == 0)
            {
                return false;
            }

            end -= datagram[^1];
        }

        if (start > end)
        {
            return false;
        }

        packet = new RtpPacket(datagram, datagram[start..end]);
        return true;
    }

    /// <summary>Writes a header without contributing sources and extensions.</summary>
    public static void WriteHeader(
        Span<byte> header, bool marker, byte payloadType, ushort sequence, uint timestamp, uint ssrc)
    {
        header[0] = 0x80;
        header[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], ssrc);
    }
}
