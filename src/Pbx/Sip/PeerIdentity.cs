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
public sealed record PeerIdentity(PeerKind Kind, string? Extension, IPEndPoint Source, string Transport)
{
    /// <summary>What the trunk's rules found in its request; null unless <see cref="PeerKind.Trunk"/>.</summary>
    public TrunkCall? TrunkCall { get; init; }

    /// <summary>The number a request is for: as the trunk's rules find it, else the user of the Request-URI.</summary>
    public string Dialled(SipRequest request) => TrunkCall?.Dialled ?? request.RequestUri.User;
}

/// <summary>A call of an operator, read by the rules of its trunk.</summary>
/// <param name="Trunk">Code of the trunk; empty for peers that are only an address.</param>
/// <param name="Dialled">+7937… or a short number: whom the caller dialled.</param>
/// <param name="Caller">E.164; null when withheld or no telephone number.</param>
/// <param name="CallerText">What the caller gave, for the record.</param>
/// <param name="DivertedFrom">E.164 of who sent the call on to us (RFC 5806); null when nobody did.</param>
/// <param name="Keys">How keys travel on this line.</param>
public sealed record TrunkCall(
    string Trunk, string Dialled, string? Caller, string CallerText, string? DivertedFrom = null,
    TrunkDtmf Keys = TrunkDtmf.Auto);
