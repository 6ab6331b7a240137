using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>
/// Reads a call of an operator by the rules of its trunk: who calls, and whom. Only for requests of a trusted source:
/// a stranger's headers name nobody (RFC 3325 §4). Pure.
/// </summary>
internal static class TrunkRules
{
    private const string RemotePartyId = "Remote-Party-ID";

    /// <summary>Rules of a peer that is only an address (<c>--trunk-peers</c>).</summary>
    public static readonly TrunkSettings Unnamed = new()
    {
        Caller = [CallerSource.AssertedIdentity, CallerSource.From],
    };

    /// <param name="isPublic">Whether a number leads somewhere.</param>
    public static TrunkCall Read(SipRequest request, TrunkSettings trunk, Func<string, bool> isPublic)
    {
        var (phone, text) = CallerOf(request, trunk);
        var diverted = AddressOf(request, HeaderName.Diversion) is { } from
            ? NumberPlan.ToE164(from.Uri.ToString()) : null;
        return new TrunkCall(
            trunk.Code, DialledOf(request, trunk, isPublic), phone, text, diverted, trunk.Dtmf);
    }

    /// <summary>A number as the operator wants it written.</summary>
    public static string Write(PhoneNumber number, TrunkNumberFormat format)
    {
        var digits = number.Digits.ToString();
        return format switch
        {
            TrunkNumberFormat.Plus => "+" + digits,
            TrunkNumberFormat.Plain => digits,
            TrunkNumberFormat.Eight when digits is ['7', .. { Length: 10 } national] => "8" + national,
            TrunkNumberFormat.Eight => "810" + digits,
            TrunkNumberFormat.Zero when digits.StartsWith("380", StringComparison.Ordinal) => digits[2..],
            TrunkNumberFormat.Zero => "00" + digits,
        };
    }

    private static string DialledOf(SipRequest request, TrunkSettings trunk, Func<string, bool> isPublic)
    {
        var written = trunk.Did switch
        {
            DidSource.RequestUri => UserOf(request.RequestUri),
            DidSource.To => request.TryGetAddress(HeaderName.To, out var to) ? UserOf(to.Uri) : "",
            DidSource.Diversion => AddressOf(request, HeaderName.Diversion) is { } from
                ? UserOf(from.Uri) : UserOf(request.RequestUri),
            DidSource.ContactUser => trunk.Number,
        };
        // A call that was not sent on, or whose header was left out, is for the trunk's own number.
        written = written.Length == 0 || written == trunk.User ? trunk.Number : written;
        if (isPublic(written))
        {
            return written;
        }

        var number = NumberPlan.ToE164(written) ?? written;
        return trunk.LeadsTo.Length > 0 && !isPublic(number) ? trunk.LeadsTo : number;
    }

    private static string UserOf(SipUri uri) => uri.IsSip ? uri.User : NumberPlan.ToE164(uri.ToString()) ?? "";

    private static (string? Phone, string Text) CallerOf(SipRequest request, TrunkSettings trunk)
    {
        var from = request.From.Uri.IsSip ? request.From.Uri.User : request.From.Uri.ToString();
        if (IsWithheld(request))
        {
            return (null, "anonymous");
        }

        foreach (var source in trunk.Caller)
        {
            if (Named(request, source) is { } found)
            {
                return (found.E164, found.E164 ?? from);
            }
        }

        return (null, from);
    }

    /// <summary>Null when the header is not there.</summary>
    private static NumberReading? Named(SipRequest request, CallerSource source) => source switch
    {
        CallerSource.AssertedIdentity => Asserted(request),
        CallerSource.RemotePartyId => request.Headers[RemotePartyId] is { } text
            && NameAddress.TryParse(text, out var party) ? NumberPlan.Read(party.Uri.ToString()) : null,
        CallerSource.From => NumberPlan.Read(request.From.Uri.ToString()),
    };

    /// <summary>RFC 3325 §9.1: a SIP address and a telephone number may stand side by side.</summary>
    private static NumberReading? Asserted(SipRequest request)
    {
        NumberReading? first = null;
        foreach (var value in request.Headers.Values(HeaderName.PAssertedIdentity))
        {
            if (NameAddress.TryParse(value, out var address))
            {
                var reading = NumberPlan.Read(address.Uri.ToString());
                if (reading.E164 is not null)
                {
                    return reading;
                }

                first ??= reading;
            }
        }

        return first;
    }

    /// <summary>RFC 3325 §9.3, RFC 3323 §4.2: the network knows the number and was asked not to show it.</summary>
    private static bool IsWithheld(SipRequest request)
    {
        if (request.Headers[HeaderName.Privacy] is { } privacy
            && privacy.Split(';').Any(p => p.Trim().Equals("id", StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        return request.Headers[RemotePartyId] is { } text && NameAddress.TryParse(text, out var party)
            && party.Parameters["privacy"] is { } hidden
            && hidden.Trim('"').ToLowerInvariant() is "full" or "uri";
    }

    private static NameAddress? AddressOf(SipRequest request, HeaderName name) =>
        request.TryGetAddress(name, out var address) ? address : null;
}
