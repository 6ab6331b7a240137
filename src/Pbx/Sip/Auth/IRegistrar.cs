namespace Zhkh.Pbx.Sip;

/// <summary>
/// Keeps where phones are. Asked on the receive thread with a login already accepted: it may not wait.
/// </summary>
public interface IRegistrar
{
    /// <summary>Carries out a REGISTER of this user (RFC 3261 §10.3, steps 6 to 8).</summary>
    RegisterAnswer Register(string user, SipRequest request, Flow flow);

    /// <summary>
    /// The answer again when this very request was carried out a moment ago and only its 200 was lost: its login is
    /// used up, so it cannot be judged once more. Null for any other request.
    /// </summary>
    RegisterAnswer? Repeat(SipRequest request, Flow flow);
}
