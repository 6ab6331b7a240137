using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Calls;

/// <summary>An INVITE as an operator wants it: numbers in its format, our account and number where it looks.</summary>
internal static class TrunkInvite
{
    /// <param name="called">A subscriber.</param>
    /// <param name="shown">Our number; as it stands when it is no subscriber's number.</param>
    public static OutgoingInviteRequest To(
        TrunkSettings trunk, PhoneNumber called, string shown, Flow flow, SipDestination server,
        TrunkRegistration registration, OutgoingCredentials? credentials) => To(
        trunk, TrunkRules.Write(called, trunk.Numbers), shown, flow, server, registration, credentials);

    /// <param name="called">As the operator wants it written.</param>
    /// <param name="shown">Our number; as it stands when it is no subscriber's number.</param>
    public static OutgoingInviteRequest To(
        TrunkSettings trunk, string called, string shown, Flow flow, SipDestination server,
        TrunkRegistration registration, OutgoingCredentials? credentials)
    {
        var host = registration.Host(server);
        var number = NumberPlan.Read(shown) is NumberReading.Phone { Number: var phone }
            ? TrunkRules.Write(phone, trunk.Numbers) : shown;
        var user = trunk.User.Length == 0 || (trunk.CallerIdIn == CallerIdPlace.From && number.Length > 0)
            ? number : trunk.User;
        return new OutgoingInviteRequest
        {
            Target = $"sip:{Escaped(called)}@{host}",
            Flow = flow,
            From = user.Length == 0 ? $"sip:{host}" : $"sip:{user}@{host}",
            Offer = default,
            Credentials = credentials,
            Path = registration.Path(server),
            // RFC 3325 §9.1: the operator decides whether it believes it; where it is told no number it shows its own.
            Headers = trunk.Number.Length == 0 ? []
                : [new("P-Asserted-Identity", $"<sip:{number}@{host}>")],
        };
    }

    /// <summary># begins no user of a SIP URI (RFC 3261 §25.1).</summary>
    private static string Escaped(string number) => number.Replace("#", "%23", StringComparison.Ordinal);
}
