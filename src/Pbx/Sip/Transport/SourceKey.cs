using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Whom admission counts: an IPv4 address, or the /64 of an IPv6 one, since whoever holds one address of a /64 holds
/// them all.
/// </summary>
internal readonly record struct SourceKey(ulong High, uint Low)
{
    private const int V4AddressAt = 4;
    private const int V6AddressAt = 8;

    /// <summary>From the kernel's form of an address (sockaddr_in, sockaddr_in6), without allocating.</summary>
    public static SourceKey Of(SocketAddress address) => address.Family == AddressFamily.InterNetwork
        ? V4(address.Buffer.Span[V4AddressAt..])
        : V6(address.Buffer.Span[V6AddressAt..]);

    public static SourceKey Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out var length) && length == 4 ? V4(bytes) : V6(bytes);
    }

    private static SourceKey V4(ReadOnlySpan<byte> bytes) => new(0, BinaryPrimitives.ReadUInt32BigEndian(bytes));

    private static SourceKey V6(ReadOnlySpan<byte> bytes)
    {
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);

        // ::ffff:a.b.c.d is the IPv4 host itself.
        return high == 0 && low >> 32 == 0xFFFF ? new SourceKey(0, (uint)low) : new SourceKey(high | 1UL << 63, 1);
    }
}
