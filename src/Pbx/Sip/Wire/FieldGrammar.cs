using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// The grammar of the fields we act on (RFC 3261 §20). A fault is the phrase of its 400; null means none. Fields
/// nobody reads here are not judged: a Date in a wrong zone hangs up on no one (RFC 4475 §3.1.2.12).
/// </summary>
internal static class FieldGrammar
{
    // Fields that have one value, so that two of them mean two readers may differ (RFC 4475 §3.3.8).
    private static readonly bool[] IsSingle = Table(
        HeaderName.From, HeaderName.To, HeaderName.CallId, HeaderName.CSeq, HeaderName.MaxForwards,
        HeaderName.ContentLength, HeaderName.ContentType, HeaderName.ContentDisposition, HeaderName.Event,
        HeaderName.Expires, HeaderName.MinSE, HeaderName.SessionExpires, HeaderName.ReferTo, HeaderName.ReferredBy,
        HeaderName.Replaces, HeaderName.RAck, HeaderName.RSeq);

    private static readonly string[] Bad = Phrases("Bad ");
    private static readonly string[] Missing = Phrases("Missing ");
    private static readonly string[] Repeated = Phrases("Repeated ");

    /// <summary>Via, From, To, Call-ID and CSeq: what every message needs (RFC 3261 §8.1.1).</summary>
    internal static string? FaultOfEvery(SipMessage message, SipLimits limits) =>
        FaultOfCount(message.Headers)
        ?? FaultOfVia(message.Headers, limits.ViaMax)
        ?? FaultOfParty(message.Headers, HeaderName.From)
        ?? FaultOfParty(message.Headers, HeaderName.To)
        ?? FaultOfCallId(message.Headers)
        ?? (message.TryGetCSeq(out _) ? null : Bad[(int)HeaderName.CSeq]);

    /// <summary>A subscription without Event has no subject (RFC 6665 §8.2.1).</summary>
    internal static string? FaultOfEvent(SipRequest request) =>
        (request.Method == SipMethod.Subscribe || request.Method == SipMethod.Notify)
        && !request.Headers.Has(HeaderName.Event)
            ? Missing[(int)HeaderName.Event]
            : null;

    /// <summary>The other fields a UAS acts on.</summary>
    internal static string? FaultOfRequest(SipRequest request)
    {
        var headers = request.Headers;
        if (headers.TryGet(HeaderName.MaxForwards, out var hops)
            && hops.Span.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return Bad[(int)HeaderName.MaxForwards];
        }

        return FaultOfContacts(request)
            ?? FaultOfAddresses(headers, HeaderName.RecordRoute)
            ?? FaultOfAddresses(headers, HeaderName.Route)
            ?? FaultOfAddresses(headers, HeaderName.Path)
            ?? FaultOfAddresses(headers, HeaderName.ReferTo)
            ?? FaultOfEvent(request)
            ?? FaultOfSession(request)
            ?? FaultOfBody(request)
            ?? (request.Method == SipMethod.Register && !request.To.Uri.IsSip ? Bad[(int)HeaderName.To] : null);
    }

    // RFC 4028 §4, §5: a number we could not obey is no number; RFC 3891 §3: Replaces only in an INVITE; RFC 3262 §7.2.
    private static string? FaultOfSession(SipRequest request)
    {
        var headers = request.Headers;
        var isInvite = request.Method == SipMethod.Invite;
        if (isInvite || request.Method == SipMethod.Update)
        {
            if (headers.TryGet(HeaderName.SessionExpires, out var session) && !SessionExpires.TryParse(session, out _))
            {
                return Bad[(int)HeaderName.SessionExpires];
            }

            if (headers.TryGet(HeaderName.MinSE, out var least) && !SessionExpires.TryParseMin(least, out _))
            {
                return Bad[(int)HeaderName.MinSE];
            }
        }

        return headers.TryGet(HeaderName.Replaces, out var replaces)
            && (!isInvite || !ReplacesField.TryParse(replaces, out _)) ? Bad[(int)HeaderName.Replaces]
            : request.Method == SipMethod.Prack && RAck.Of(request) is null ? Bad[(int)HeaderName.RAck]
            : null;
    }

    private static string? FaultOfCount(HeaderTable headers)
    {
        Span<bool> seen = stackalloc bool[HeaderNames.Count];
        seen.Clear();
        foreach (ref readonly var field in headers.Fields)
        {
            var name = (int)field.Name;
            if (IsSingle[name] && seen[name])
            {
                return Repeated[name];
            }

            seen[name] = true;
        }

        return seen[(int)HeaderName.Via] ? Absent(seen) : Missing[(int)HeaderName.Via];
    }

    private static string? Absent(ReadOnlySpan<bool> seen) =>
        !seen[(int)HeaderName.From] ? Missing[(int)HeaderName.From]
        : !seen[(int)HeaderName.To] ? Missing[(int)HeaderName.To]
        : !seen[(int)HeaderName.CallId] ? Missing[(int)HeaderName.CallId]
        : !seen[(int)HeaderName.CSeq] ? Missing[(int)HeaderName.CSeq]
        : null;

    private static string? FaultOfVia(HeaderTable headers, int viaMax)
    {
        var count = 0;
        foreach (var value in headers.Values(HeaderName.Via))
        {
            if (!Via.TryParse(value, out var via) || ++count > viaMax
                || via.Parameters.Count("branch"u8) > 1
                || (count == 1 && IsEmptyBranch(via)))
            {
                return Bad[(int)HeaderName.Via];
            }
        }

        return null;
    }

    // The cookie alone names no transaction: two requests would be taken for one (RFC 4475 §3.2.1).
    private static bool IsEmptyBranch(Via via) =>
        via.Parameters.TryGet("branch"u8, out var branch) && Ascii.EqualsIgnoreCase(branch, "z9hG4bK"u8);

    // The whole field is one address: a comma outside quotes is a fault, not a list.
    private static string? FaultOfParty(HeaderTable headers, HeaderName name) =>
        headers.TryGet(name, out var value) && NameAddress.TryParse(value, out var party)
        && party.Parameters.Count("tag"u8) <= 1 && !HasEmptyTag(party)
            ? null
            : Bad[(int)name];

    private static bool HasEmptyTag(NameAddress party) =>
        party.Parameters.TryGet("tag"u8, out var tag) && tag.IsEmpty;

    // word [ "@" word ]; "=" of base64 and other visible octets are let pass: it is only ever compared and repeated.
    private static string? FaultOfCallId(HeaderTable headers) =>
        headers.TryGet(HeaderName.CallId, out var value) && !value.IsEmpty
        && !value.Span.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E)
        && value.Span.IndexOfAny((byte)',', (byte)';') < 0
            ? null
            : Bad[(int)HeaderName.CallId];

    private static string? FaultOfContacts(SipRequest request)
    {
        var count = 0;
        var star = false;
        var isInvite = request.Method == SipMethod.Invite;
        foreach (var value in request.Headers.Values(HeaderName.Contact))
        {
            count++;
            if (value.Span.SequenceEqual("*"u8))
            {
                star = true;
            }
            else if (!NameAddress.TryParse(value, out var contact) || (isInvite && !contact.Uri.IsSip))
            {
                return Bad[(int)HeaderName.Contact];
            }
        }

        // RFC 3261 §10.2.2: "*" stands alone, in a REGISTER, and with Expires: 0.
        var starIsWell = request.Method == SipMethod.Register && count == 1
            && request.TryGetNumber(HeaderName.Expires, out var expires) && expires == 0;
        if (!isInvite)
        {
            return star && !starIsWell ? Bad[(int)HeaderName.Contact] : null;
        }

        // RFC 3261 §8.1.1.8: exactly one; RFC 2543 had none (RFC 4475 §3.4.1).
        return star || count > 1 ? Bad[(int)HeaderName.Contact]
            : count == 0 && HasCookie(request) ? Missing[(int)HeaderName.Contact]
            : null;
    }

    private static bool HasCookie(SipRequest request) =>
        request.TryGetTopVia(out var via) && via.Parameters.TryGet("branch"u8, out var branch)
        && branch.Length >= Via.MagicCookie.Length
        && Ascii.EqualsIgnoreCase(branch[..Via.MagicCookie.Length], Via.MagicCookie);

    private static string? FaultOfAddresses(HeaderTable headers, HeaderName name)
    {
        foreach (var value in headers.Values(name))
        {
            if (!NameAddress.TryParse(value, out _))
            {
                return Bad[(int)name];
            }
        }

        return null;
    }

    // RFC 3261 §20.15: Content-Type MUST be present when the body is not empty.
    private static string? FaultOfBody(SipRequest request) =>
        request.Headers.TryGet(HeaderName.ContentType, out var value)
            ? MediaType.TryParse(value, out _) ? null : Bad[(int)HeaderName.ContentType]
            : request.Body.IsEmpty ? null : Missing[(int)HeaderName.ContentType];

    private static bool[] Table(params ReadOnlySpan<HeaderName> names)
    {
        var table = new bool[HeaderNames.Count];
        foreach (var name in names)
        {
            table[(int)name] = true;
        }

        return table;
    }

    private static string[] Phrases(string prefix) =>
        [.. Enumerable.Range(0, HeaderNames.Count).Select(i => prefix + HeaderNames.Text((HeaderName)i))];
}
