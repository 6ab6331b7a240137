namespace Zhkh.Pbx.Sip;

/// <summary>
/// How we log in at an operator. Shown only to the address that the request was configured to go to, and twice at most
/// (CVE-2020-28242: a peer that challenges for ever).
/// </summary>
public sealed record OutgoingCredentials(string User, string Password)
{
    public override string ToString() => User;
}
