namespace Zhkh.Pbx.Rtp;

/// <summary>What a datagram on a media port is.</summary>
internal enum PacketKind
{
    Rtp,
    Rtcp,
    Stun,
    Dtls,
    Unknown,
}

/// <summary>
/// Tells packets apart by their first bytes, so that DTLS-SRTP and ICE can join on the same port as further paths.
/// </summary>
internal static class PacketDemux
{
    public static PacketKind Classify(ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty)
        {
            return PacketKind.Unknown;
        }

        // RFC 7983 §7.
        return datagram[0] switch
        {
            <= 3 => PacketKind.Stun,
            >= 20 and <= 63 => PacketKind.Dtls,
            // RFC 5761 §4: RTCP packet types 192–223 never collide with the payload types we use.
            >= 128 and <= 191 => datagram.Length > 1 && datagram[1] is >= 192 and <= 223
                ? PacketKind.Rtcp
                : PacketKind.Rtp,
            _ => PacketKind.Unknown,
        };
    }
}
