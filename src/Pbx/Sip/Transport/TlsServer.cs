namespace Zhkh.Pbx.Sip;

/// <summary>Whom a TLS server must prove to be.</summary>
/// <param name="Name">Stands in its certificate: the name it was looked up by (RFC 5922 §7.1).</param>
/// <param name="Authority">PEM of who may vouch for it; empty = whom the host believes.</param>
internal sealed record TlsServer(string Name, string Authority = "");
