using System.Net;
using System.Net.Sockets;

namespace Zhkh.Pbx.Sdp;

/// <summary>c=: where media is to be sent (RFC 8866 §5.7).</summary>
/// <param name="NetworkType">"IN".</param>
/// <param name="AddressType">"IP4" or "IP6".</param>
/// <param name="Address">As it stood; a host name is kept but never resolved.</param>
public sealed record SdpConnection(string NetworkType, string AddressType, string Address)
{
    /// <summary>The connection of an address of ours.</summary>
    public static SdpConnection Of(IPAddress address) =>
        new("IN", address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4", address.ToString());

    internal static bool TryParse(string value, out SdpConnection? connection)
    {
        var parts = value.Split(' ', 4);
        connection = parts.Length == 3 && Array.TrueForAll(parts, part => part.Length > 0)
            ? new SdpConnection(parts[0], parts[1], parts[2])
            : null;
        return connection is not null;
    }

    /// <summary>
    /// The address, when it is written as one of its type. <see cref="IPAddress.TryParse(string, out IPAddress)"/>
    /// alone also takes "1", "0x7f.1" and zone names, which other parsers read otherwise.
    /// </summary>
    public bool TryGetAddress(out IPAddress address)
    {
        var isFour = AddressType == "IP4";
        var ok = NetworkType == "IN" && (isFour ? IsDottedQuad(Address) : AddressType == "IP6" && IsIPv6(Address));
        address = ok && IPAddress.TryParse(Address, out var parsed) ? parsed : IPAddress.None;
        if (ok && address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return ok && (isFour ? address.AddressFamily == AddressFamily.InterNetwork : !address.Equals(IPAddress.None));
    }

    private static bool IsIPv6(string text) => text.Contains(':') && !text.AsSpan().ContainsAny("%/[]");

    private static bool IsDottedQuad(string text)
    {
        var parts = text.Split('.', 5);
        return parts.Length == 4 && Array.TrueForAll(parts, part => part.Length is >= 1 and <= 3
            && part.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && (part.Length == 1 || part[0] != '0'));
    }

    /// <summary>As it is written, without "c=".</summary>
    public override string ToString() => $"{NetworkType} {AddressType} {Address}";
}
