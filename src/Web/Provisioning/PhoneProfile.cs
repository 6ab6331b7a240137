using System.Globalization;
using Zhkh.Pbx.Sip;

namespace Zhkh.Web.Provisioning;

/// <summary>Everything a phone has to be told, whoever made it.</summary>
/// <param name="Label">Shown on the phone; without control characters.</param>
/// <param name="Host">Our address as the phone sees it: a name, an IPv4 address, an IPv6 one in brackets.</param>
/// <param name="Mac">Twelve hexadecimal digits; null for a program.</param>
internal sealed record PhoneProfile(
    string Extension, string Label, string Password, string Realm, string Host, int Port, SipTransport Transport,
    string? Mac)
{
    /// <summary>Ten minutes: a phone that lost us is back soon, and a hundred of them cost nothing.</summary>
    public const int RegisterSeconds = 600;

    /// <summary>Keeps the hole of a NAT open; UDP ones close after 30 s.</summary>
    public const int KeepAliveSeconds = 25;

    /// <summary>The payload type of RFC 4733 in our own offers.</summary>
    public const int DigitPayloadType = 101;

    public string Name => Label.Length > 0 ? Label : Extension;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    public string TransportName => Transport switch
    {
        SipTransport.Udp => "udp",
        SipTransport.Tcp => "tcp",
        SipTransport.Tls => "tls",
        _ => throw new InvalidOperationException("A desk phone comes by UDP, TCP or TLS"),
    };
}
