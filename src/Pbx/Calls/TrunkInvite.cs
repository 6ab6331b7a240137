using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Calls;

/// <summary>An INVITE as an operator wants it: numbers in its format, our account and number where it looks.</summary>
internal static class TrunkInvite
{
    /// <param name="shown">Our number; as it stands when it is no subscriber's number.</param>
    public static OutgoingInviteRequest To(
        TrunkSettings trunk, PhoneNumber called, string shown, Flow flow, SipDestination server,
        TrunkRegistration registration, OutgoingCredentials? credentials)
    {
        var host = registration.Host(server);
        var number = NumberPlan.Read(shown) is NumberReading.Phone { Number: var phone }
            ? TrunkRules.Write(phone, trunk.Numbers) : shown;
        var user = trunk.User.Length == 0 || (trunk.CallerIdIn == CallerIdPlace.From && number.Length > 0)
            ? number : trunk.User;
        return new OutgoingInviteRequest
        {
            Target = $"sip:{TrunkRules.Write(called, trunk.Numbers)}@{host}",
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
}
