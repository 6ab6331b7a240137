using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>Who calls, as far as anybody vouches for it.</summary>
/// <param name="Phone">E.164, or null when withheld or when it is no telephone number.</param>
/// <param name="From">What the caller gave, for the record.</param>
/// <param name="IsAsserted">A trunk peer vouches for <paramref name="Phone"/>.</param>
internal sealed record CallerIdentity(string? Phone, string From, bool IsAsserted)
{
    public static CallerIdentity Of(SipRequest invite, PeerIdentity peer)
    {
        if (peer is { Kind: PeerKind.Extension, Extension: { } extension })
        {
            return new CallerIdentity(null, extension, false);
        }

        var from = invite.From.Uri.IsSip ? invite.From.Uri.User : invite.From.Uri.ToString();
        var reading = NumberPlan.Read(invite.From.Uri.ToString());
        // Both headers mean something from a trunk alone (RFC 3325 §4): the trunk's own assertion goes before From.
        if (peer.Kind == PeerKind.Trunk && invite.TryGetAddress(HeaderName.PAssertedIdentity, out var asserted))
        {
            reading = NumberPlan.Read(asserted.Uri.ToString());
        }

        // RFC 3325 §9.3: the network knows the number and was asked not to show it.
        var isWithheld = invite.Headers[HeaderName.Privacy] is { } privacy
            && privacy.Split(';').Any(p => p.Trim().Equals("id", StringComparison.OrdinalIgnoreCase));
        var phone = isWithheld ? null : reading.E164;
        return new CallerIdentity(
            phone, isWithheld ? "anonymous" : phone ?? from, peer.Kind == PeerKind.Trunk && phone is not null);
    }
}
