namespace Zhkh.Pbx.Sip;

/// <summary>A phone asks that its far side be led elsewhere (REFER, RFC 3515).</summary>
/// <param name="ReferTo">Where to: a URI without its embedded headers.</param>
/// <param name="Replaces">The dialog the target shall replace (attended transfer), found by the stack.</param>
/// <param name="ReferredBy">Value of Referred-By (RFC 3892), or null; a claim, not a proof.</param>
public sealed record ReferRequest(string ReferTo, ReplacesField? Replaces, string? ReferredBy)
{
    /// <summary>User part of the target: the number that was dialled for the transfer.</summary>
    public string Dialled => SipUri.TryParse(ReferTo, out var uri) && uri.IsSip
        ? uri.User
        : ReferTo[(ReferTo.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
