using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>Who calls, as far as anybody vouches for it.</summary>
/// <param name="Phone">E.164, or null when withheld or when it is no telephone number.</param>
/// <param name="From">What the caller gave, for the record.</param>
/// <param name="IsAsserted">A trunk peer vouches for <paramref name="Phone"/>.</param>
internal sealed record CallerIdentity(string? Phone, string From, bool IsAsserted)
{
    /// <summary>
    /// A trunk vouches for what its rules read; a phone is known by its login; whatever else a request claims names
    /// nobody.
    /// </summary>
    public static CallerIdentity Of(SipRequest invite, PeerIdentity peer) => peer switch
    {
        { Kind: PeerKind.Extension, Extension: { } extension } => new CallerIdentity(null, extension, false),
        { Kind: PeerKind.Trunk, TrunkCall: { } call } => new CallerIdentity(
            call.Caller, call.CallerText, call.Caller is not null),
        _ => new CallerIdentity(
            null, invite.From.Uri.IsSip ? invite.From.Uri.User : invite.From.Uri.ToString(), false),
    };
}
