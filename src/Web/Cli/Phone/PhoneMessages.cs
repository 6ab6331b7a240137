using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Zhkh.Pbx.Sip;

namespace Zhkh.Web.Cli;

/// <summary>
/// The requests of one call placed by a trunk: all share Call-ID and From tag (RFC 3261 §8.1.1, §12.2.1.1).
/// </summary>
internal sealed class PhoneMessages(string number, string from, IPEndPoint local, IPEndPoint server)
{
    private readonly string _callId = Random(12);
    private readonly string _tag = Random(6);
    private readonly string _inviteBranch = "z9hG4bK" + Random(8);

    public string CallId => _callId;

    private string ServerUri => $"sip:{number}@{server}";

    /// <summary>Built once: every repetition of it is the same octets.</summary>
    public byte[] Invite(string offer)
    {
        var request = Request(SipMethod.Invite, ServerUri, _inviteBranch, $"<{ServerUri}>", 1);
        request.Headers.Add(HeaderName.Contact, $"<sip:trunk@{local}>");
        if (from.Length > 0)
        {
            // The trunk vouches for the number (RFC 3325).
            request.Headers.Add(HeaderName.PAssertedIdentity, $"<sip:{from}@{local.Address}>");
        }

        request.Headers.Add("Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS");
        request.SetBody("application/sdp", Encoding.UTF8.GetBytes(offer));
        return Bytes(request);
    }

    /// <summary>CANCEL matches the INVITE by its branch (RFC 3261 §9.1).</summary>
    public byte[] Cancel() =>
        Bytes(Request(SipMethod.Cancel, ServerUri, _inviteBranch, $"<{ServerUri}>", 1));

    /// <summary>
    /// The ACK of a refusal belongs to the INVITE's transaction (§17.1.1.3), that of a 2xx is one of its own.
    /// </summary>
    public byte[] Ack(SipResponse response) => Bytes(response.IsSuccess
        ? Routed(Request(SipMethod.Ack, Target(response), "z9hG4bK" + Random(8), To(response), 1), response)
        : Request(SipMethod.Ack, ServerUri, _inviteBranch, To(response), 1));

    public byte[] Bye(SipResponse answer) => Bytes(
        Routed(Request(SipMethod.Bye, Target(answer), "z9hG4bK" + Random(8), To(answer), 2), answer));

    private SipRequest Request(SipMethod method, string uri, string branch, string to, int sequence)
    {
        var request = new SipRequest(method, uri);
        var caller = from.Length > 0
            ? $"<sip:{from}@{local.Address}>"
            : "\"Anonymous\" <sip:anonymous@anonymous.invalid>";
        request.Headers.Add(HeaderName.Via, $"SIP/2.0/UDP {local};branch={branch};rport");
        request.Headers.Add(HeaderName.MaxForwards, "70");
        request.Headers.Add(HeaderName.From, $"{caller};tag={_tag}");
        request.Headers.Add(HeaderName.To, to);
        request.Headers.Add(HeaderName.CallId, _callId);
        request.Headers.Add(HeaderName.CSeq, string.Create(CultureInfo.InvariantCulture, $"{sequence} {method}"));
        request.Headers.Add("User-Agent", "zhkh call");
        return request;
    }

    /// <summary>The route set of the one who called is the Record-Route in reverse (§12.1.2).</summary>
    private static SipRequest Routed(SipRequest request, SipResponse answer)
    {
        var routes = new List<string>();
        foreach (var route in answer.Headers.Values(HeaderName.RecordRoute))
        {
            routes.Insert(0, WireText.View(route.Span));
        }

        foreach (var route in routes)
        {
            request.Headers.Add(HeaderName.Route, route);
        }

        return request;
    }

    private string Target(SipResponse response) =>
        response.TryGetAddress(HeaderName.Contact, out var contact) ? contact.Uri.ToString() : ServerUri;

    private string To(SipResponse response) => response.Headers[HeaderName.To] ?? $"<{ServerUri}>";

    private static byte[] Bytes(SipRequest request)
    {
        if (!request.Headers.Has(HeaderName.ContentLength))
        {
            request.Headers.Add(
                HeaderName.ContentLength, request.Body.Length.ToString(CultureInfo.InvariantCulture));
        }

        return SipWriter.ToBytes(request);
    }

    private static string Random(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
