namespace Zhkh.Pbx.Sip;

/// <summary>What a dialog begins with (RFC 3261 §12.1).</summary>
/// <param name="Local">Our From or To value, without its tag.</param>
/// <param name="Remote">The peer's, without its tag.</param>
/// <param name="Target">Contact of the peer.</param>
/// <param name="LocalCSeq">Number of our last request; 0 before the first.</param>
/// <param name="RemoteCSeq">Number of the peer's last request; null before the first.</param>
/// <param name="StaysOnFlow">True for a phone: its Contact may be an address behind NAT.</param>
internal sealed record DialogParts(
    string CallId, string LocalTag, string RemoteTag, string Local, string Remote, string Target, RouteSet Routes,
    Flow Flow, uint LocalCSeq, uint? RemoteCSeq, bool StaysOnFlow, OutgoingCredentials? Credentials)
{
    /// <summary>True when the INVITE, and with it the Call-ID, is ours.</summary>
    public bool IsCaller { get; init; }

    /// <summary>What we take of this peer: only a phone of ours may ask for a transfer.</summary>
    public string Allow => StaysOnFlow ? MessageText.AllowPhone : MessageText.Allow;

    /// <summary>Of a received INVITE.</summary>
    public static DialogParts OfIncoming(SipRequest invite, string localTag, Flow flow, bool staysOnFlow) => new(
        invite.CallId, localTag, invite.From.Tag ?? "", WithoutTag(invite.To), WithoutTag(invite.From),
        TargetOf(invite) ?? invite.From.Uri.ToString(), RouteSet.Of(invite, reversed: false), flow, 0,
        invite.CSeq.Number, staysOnFlow, null);

    /// <summary>Of a 2xx or a provisional response with a tag.</summary>
    public static DialogParts OfOutgoing(
        SipRequest invite, SipResponse response, Flow flow, bool staysOnFlow, OutgoingCredentials? credentials) => new(
        invite.CallId, invite.From.Tag ?? "", response.To.Tag ?? "", WithoutTag(invite.From), WithoutTag(response.To),
        TargetOf(response) ?? invite.RequestUri.ToString(), RouteSet.Of(response, reversed: true), flow,
        invite.CSeq.Number, null, staysOnFlow, credentials) { IsCaller = true };

    /// <summary>The Contact that a target refresh names; null when there is none we could use.</summary>
    public static string? TargetOf(SipMessage message) =>
        message.TryGetAddress(HeaderName.Contact, out var contact) && contact.Uri.IsSip && !contact.Uri.HasHeaders
            ? contact.Uri.ToString() : null;

    private static string WithoutTag(NameAddress address) => NameAddress.Format(
        address.DisplayName, address.Uri.ToString());
}
