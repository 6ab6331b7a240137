using System.Text;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Judges a message by itself, without any state: is it well-formed, and does it ask for something we understand?
/// The order is that of RFC 3261 §8.2: framing, fields every message needs, method, Request-URI, other fields,
/// Require, body type, Accept. Dialogs, credentials and callees are not known here.
/// </summary>
public static class RequestScreening
{
    /// <summary>Judges what <see cref="SipParser.TryParse"/> returned, whole or recovered.</summary>
    /// <param name="message">The message or what was recovered of it.</param>
    /// <param name="error">The parser's error.</param>
    /// <param name="profile">What this element understands.</param>
    /// <returns>
    /// Responses and ACK are never answered: they pass or are dropped. A request without a Via that says where to
    /// answer is dropped.
    /// </returns>
    public static Screening Judge(SipMessage? message, ParseError error, ScreeningProfile profile)
    {
        if (message is not SipRequest request)
        {
            return message is not null && error == ParseError.None
                && FieldGrammar.FaultOfEvery(message, profile.Limits) is null
                ? Screening.Pass
                : Screening.Drop;
        }

        var verdict = error == ParseError.None ? JudgeFields(request, profile) : OfParser(error);
        return verdict.Action == ScreeningAction.Answer
            && (request.Method == SipMethod.Ack || !request.TryRecoverTopVia(out _))
            ? Screening.Drop
            : verdict;
    }

    // No default arm: a new error must say what is answered to it.
    private static Screening OfParser(ParseError error) => error switch
    {
        ParseError.None => Screening.Pass,
        ParseError.Empty or ParseError.NotSip or ParseError.StatusLine => Screening.Drop,
        ParseError.RequestLine => Screening.Bad("Bad Request-Line"),
        ParseError.Version => Screening.Answer(StatusCode.VersionNotSupported),
        ParseError.StartLineTooLong => Screening.Answer(StatusCode.RequestUriTooLong),
        ParseError.TooLarge or ParseError.TooManyFields => Screening.Answer(StatusCode.MessageTooLarge),
        ParseError.FieldTooLong => Screening.Bad("Header Field Too Long"),
        ParseError.Field => Screening.Bad("Bad Header Field"),
        ParseError.LineEnd => Screening.Bad("Bad Line End"),
        ParseError.ControlCharacter => Screening.Bad("Control Character"),
        ParseError.Unterminated => Screening.Bad("Missing Empty Line"),
        ParseError.ContentLength => Screening.Bad("Bad Content-Length"),
        ParseError.Truncated => Screening.Bad("Content-Length Larger Than Message"),
    };

    private static Screening JudgeFields(SipRequest request, ScreeningProfile profile)
    {
        if (FieldGrammar.FaultOfEvery(request, profile.Limits) is { } fault)
        {
            return Screening.Bad(fault);
        }

        // RFC 3261 §8.2.1; an unknown method comes before a CSeq that contradicts it (RFC 4475 §3.1.2.18).
        if (!profile.Allows(request.Method))
        {
            var status = request.Method.IsStandard ? StatusCode.MethodNotAllowed : StatusCode.NotImplemented;
            return FieldGrammar.FaultOfEvent(request) is { } missing
                ? Screening.Bad(missing)
                : Screening.Answer(status, HeaderName.Allow, profile.Allow);
        }

        if (request.CSeq.Method != request.Method)
        {
            return Screening.Bad("CSeq Method Mismatch");
        }

        if (JudgeRequestUri(request) is { Action: not ScreeningAction.Pass } refused)
        {
            return refused;
        }

        return FieldGrammar.FaultOfRequest(request) is { } other ? Screening.Bad(other) : JudgeWants(request, profile);
    }

    // RFC 3261 §8.2.2.1 and §19.1.1: a Request-URI carries no headers.
    private static Screening JudgeRequestUri(SipRequest request) =>
        !request.TryGetRequestUri(out var uri) ? Screening.Bad("Bad Request-URI")
        : !uri.IsSip ? Screening.Answer(StatusCode.UnsupportedUriScheme)
        : uri.HasHeaders ? Screening.Bad("Headers in Request-URI")
        : Screening.Pass;

    private static Screening JudgeWants(SipRequest request, ScreeningProfile profile)
    {
        // RFC 3261 §8.2.2.3: in ACK and CANCEL Require is ignored.
        if (request.Method != SipMethod.Ack && request.Method != SipMethod.Cancel
            && Unsupported(request, profile) is { Length: > 0 } tags)
        {
            return Screening.Answer(StatusCode.BadExtension, HeaderName.Unsupported, tags);
        }

        var bodyTypes = ScreeningProfile.BodyTypes(request.Method);
        if (bodyTypes is null)
        {
            return Screening.Pass;
        }

        if (BodyWants.IsEncoded(request))
        {
            return Screening.Answer(StatusCode.UnsupportedMediaType, HeaderName.AcceptEncoding, "identity");
        }

        if (!BodyWants.IsUnderstood(request, bodyTypes))
        {
            return Screening.Answer(StatusCode.UnsupportedMediaType, HeaderName.Accept, bodyTypes);
        }

        // What we answer an offer with is SDP or nothing (RFC 4475 §3.3.15).
        return request.Method == SipMethod.Invite && !BodyWants.AcceptsSdp(request)
            ? Screening.Answer(StatusCode.NotAcceptable)
            : Screening.Pass;
    }

    private static string Unsupported(SipRequest request, ScreeningProfile profile)
    {
        StringBuilder? tags = null;
        foreach (var value in request.Headers.Values(HeaderName.Require))
        {
            if (!value.IsEmpty && !profile.Supports(value.Span))
            {
                tags ??= new StringBuilder();
                tags.Append(tags.Length == 0 ? "" : ", ").Append(WireText.Unfold(value.Span));
            }
        }

        return tags?.ToString() ?? "";
    }
}
