using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>What a request's sender was found to be.</summary>
public enum PeerKind
{
    Stranger,
    Trunk,
    Extension,
}

/// <summary>Who sent a request, found from its flow and its credentials, never from what its headers claim.</summary>
/// <param name="Extension">The user that showed credentials; null unless <see cref="PeerKind.Extension"/>.</param>
/// <param name="Source">Where the request came from.</param>
/// <param name="Transport">udp, tcp.</param>
public sealed record PeerIdentity(PeerKind Kind, string? Extension, IPEndPoint Source, string Transport);
