using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>One message on the wire, for a ladder that a person reads.</summary>
/// <param name="IsOut">We sent it.</param>
public sealed record SipTrace(bool IsOut, IPEndPoint Peer, ReadOnlyMemory<byte> Message);
