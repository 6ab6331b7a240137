using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// An address and port as a value that compares in a few instructions: <see cref="IPEndPoint"/> would cost an
/// allocation per packet.
/// </summary>
/// <param name="High">Upper half of an IPv6 address, 0 for IPv4.</param>
/// <param name="Low">Lower half, or the IPv4 address.</param>
/// <param name="Port">In host order.</param>
/// <param name="Version6">IPv6.</param>
/// <param name="Scope">Zone of a link-local IPv6 address.</param>
internal readonly record struct WireAddress(ulong High, ulong Low, ushort Port, bool Version6, uint Scope)
{
    /// <summary>Room for the larger of sockaddr_in and sockaddr_in6.</summary>
    public const int SockAddrBytesMax = 28;

    private const ushort Inet = 2;
    private const ushort Inet6 = 10;

    public static WireAddress From(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        var address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        address.TryWriteBytes(bytes, out var length);
        return length == 4
            ? new WireAddress(0, BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)endPoint.Port, false, 0)
            : new WireAddress(
                BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
                (ushort)endPoint.Port, true, (uint)address.ScopeId);
    }

    /// <summary>Reads a struct sockaddr as the kernel fills it.</summary>
    public static WireAddress FromSockAddr(ReadOnlySpan<byte> bytes)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return BitConverter.ToUInt16(bytes) == Inet6
            ? new WireAddress(
                BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
                port, true, BitConverter.ToUInt32(bytes[24..]))
            : new WireAddress(0, BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port, false, 0);
    }

    /// <summary>Writes a struct sockaddr and returns its length.</summary>
    public int ToSockAddr(Span<byte> bytes)
    {
        bytes[..SockAddrBytesMax].Clear();
        BitConverter.TryWriteBytes(bytes, Version6 ? Inet6 : Inet);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], Port);
        if (!Version6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)Low);
            return 16;
        }

        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], Low);
        BitConverter.TryWriteBytes(bytes[24..], Scope);
        return SockAddrBytesMax;
    }

    /// <summary>The same host, whatever the port.</summary>
    public bool SameHost(WireAddress other) =>
        High == other.High && Low == other.Low && Version6 == other.Version6 && Scope == other.Scope;

    /// <summary>127.0.0.0/8 or ::1: this machine, by whichever of its names.</summary>
    public bool IsLoopback => Version6 ? High == 0 && Low == 1 : Low >> 24 == 127;

    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        var address = Version6 ? new IPAddress(bytes, Scope) : new IPAddress(bytes[12..]);
        return new IPEndPoint(address, Port);
    }

    /// <summary>Address family of a socket that can reach it.</summary>
    public AddressFamily Family => Version6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
}
