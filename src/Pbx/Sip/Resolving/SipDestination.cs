using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>A server as it is configured: a name or an address.</summary>
/// <param name="Host">sip.example.org, 192.0.2.1, 2001:db8::1 (in brackets or not).</param>
/// <param name="Port">0 when DNS says which.</param>
/// <param name="Transport">Null when DNS says which.</param>
public sealed record SipPlace(string Host, int Port = 0, SipTransport? Transport = null);

/// <summary>Where a request goes.</summary>
/// <param name="Name">The name it stands for; a TLS certificate must be of it.</param>
/// <param name="Authority">PEM of who may vouch for its certificate; empty = whom the host believes.</param>
public sealed record SipDestination(SipTransport Transport, IPEndPoint Address, string Name, string Authority = "");
