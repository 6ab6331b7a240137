using System.Net;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>An operator's line for calls out (<c>--trunk-out</c>).</summary>
/// <param name="Name">For logs and screens.</param>
/// <param name="Destination">Where its requests go; nothing else ever gets its credentials.</param>
/// <param name="Transport">UDP unless the operator asks for TCP.</param>
/// <param name="Credentials">Null when the operator knows us by address.</param>
public sealed record Trunk(
    string Name, IPEndPoint Destination, SipTransport Transport = SipTransport.Udp,
    OutgoingCredentials? Credentials = null)
{
    /// <summary>The Request-URI of a number: sip:+7937…@host:port, without the port when it is the default.</summary>
    public string UriOf(string e164)
    {
        var port = Destination.Port == 5060 ? "" : FormattableString.Invariant($":{Destination.Port}");
        var host = Destination.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{Destination.Address}]" : Destination.Address.ToString();
        return $"sip:{e164}@{host}{port}";
    }
}
