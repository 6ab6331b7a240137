using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Zhkh.Pbx.Sdp;

/// <summary>Where and how the far side wants its media, read from one section of its description.</summary>
internal readonly record struct RemoteMedia(
    MediaRefusal Refusal, IPEndPoint? Rtp, IPEndPoint? Rtcp, MediaDirection Direction, int PacketMilliseconds)
{
    // What our packets may be long; anything else is a wish we do not grant (sdp_ptimeneg, sdp_ptimehuge).
    private const int PacketMillisecondsMax = 60;

    internal static RemoteMedia Read(SessionDescription session, MediaDescription media, MediaCapabilities ours)
    {
        var connection = media.Connection ?? session.Connection;
        if (connection is null || !connection.TryGetAddress(out var address))
        {
            return new RemoteMedia(MediaRefusal.Address, null, null, default, 0);
        }

        var direction = session.DirectionOf(media);
        var packet = PacketLength(media);
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            // RFC 3264 §8.4: c=0.0.0.0 is how RFC 2543 held a call: nothing may be sent there.
            return new RemoteMedia(MediaRefusal.None, null, null, direction & MediaDirection.SendOnly, packet);
        }

        var rtp = new IPEndPoint(address, media.Port);
        var rtcp = RtcpOf(media, rtp);
        var refusal = address.AddressFamily != ours.Local.AddressFamily ? MediaRefusal.Address
            : IsForbidden(rtp, ours) || (rtcp is not null && IsForbidden(rtcp, ours)) ? MediaRefusal.ForbiddenAddress
            : MediaRefusal.None;
        return new RemoteMedia(refusal, rtp, rtcp, direction, packet);
    }

    // a=rtcp:port [IN IP4 address] (RFC 3605). Only the port is taken: reports to a third party are a reflection.
    private static IPEndPoint? RtcpOf(MediaDescription media, IPEndPoint rtp)
    {
        var port = media.Port + 1;
        if (media.Attribute("rtcp") is { } value
            && ushort.TryParse(value.Split(' ', 2)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var said))
        {
            port = said;
        }

        return port is > 0 and <= ushort.MaxValue ? new IPEndPoint(rtp.Address, port) : null;
    }

    private static bool IsForbidden(IPEndPoint remote, MediaCapabilities ours) =>
        remote.Equals(ours.Local)
        || (remote.Address.Equals(ours.Local.Address) && remote.Port == ours.Local.Port + 1)
        || ours.IsOurs(remote)
        || (remote.AddressFamily == AddressFamily.InterNetwork
            ? IsForbiddenFour(remote.Address)
            : remote.Address.IsIPv6Multicast);

    // Multicast and reserved 224–255, "this network" 0: nobody there has a telephone.
    private static bool IsForbiddenFour(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[4];
        return !address.TryWriteBytes(octets, out _) || octets[0] >= 224 || octets[0] == 0;
    }

    private static int PacketLength(MediaDescription media) =>
        media.Attribute("ptime") is { } value
        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        && length is >= 10 and <= PacketMillisecondsMax && length % 10 == 0
            ? length
            : MediaCapabilities.PacketMilliseconds;
}
