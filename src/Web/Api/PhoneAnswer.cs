using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Sip;
using Zhkh.Web.Provisioning;

namespace Zhkh.Web.Api;

/// <summary>A telephone of ours.</summary>
/// <param name="User">Whose desk it stands on.</param>
/// <param name="CallId">The call it is in.</param>
/// <param name="Organisation">Empty when it serves all of them.</param>
/// <param name="Frozen">Its calls out are stopped after too many forbidden numbers.</param>
/// <param name="Places">Where it is registered now, the freshest first.</param>
/// <param name="LastCall">How its last call sounded; null before one since the start.</param>
internal sealed record PhoneAnswer(
    string Extension, bool Registered, string? User, Guid? CallId, string Organisation, string Label, string? Mac,
    DialClass Reach, int? MinutesPerDay, bool Enabled, bool Demo, bool Frozen, IReadOnlyList<PhonePlace> Places,
    PhoneSound? LastCall)
{
    public static PhoneAnswer Of(PhoneRow row, string? user, Exchange exchange)
    {
        PhonePlace[] places = [.. exchange.Registrations.Find(row.Extension).Select(binding => new PhonePlace(
            binding.Flow.Remote.ToString(), binding.Flow.Transport, binding.UserAgent, binding.Since,
            binding.Expires))];
        return new PhoneAnswer(
            row.Extension, places.Length > 0, user, exchange.Switchboard.CallOf(row.Extension), row.Organisation,
            row.Label, row.Mac, row.Reach, row.MinutesPerDay, row.Enabled, row.IsDemo,
            exchange.DialPlan.IsFrozen(row.Extension), places, exchange.Sounds.LastOf(row.Extension));
    }
}

/// <summary>One registration.</summary>
/// <param name="Address">Where its requests come from.</param>
/// <param name="Model">As the phone calls itself.</param>
internal sealed record PhonePlace(
    string Address, SipTransport Transport, string Model, DateTimeOffset Since, DateTimeOffset Expires);

/// <summary>A password made a moment ago and the link to the files that hold it. Shown once.</summary>
/// <param name="Base">What a desk phone takes as the address of its provisioning server.</param>
/// <param name="Qr">Of Linphone's file.</param>
internal sealed record PhoneLinkAnswer(
    string Extension, string Password, string Server, SipTransport Transport, string Base, DateTimeOffset ExpiresAt,
    IReadOnlyList<PhoneFileAnswer> Files, QrPicture Qr);

/// <param name="Make">microsip, linphone, yealink, grandstream, fanvil.</param>
internal sealed record PhoneFileAnswer(string Make, string Name, string Url);
