namespace Zhkh.Pbx.Sip;

/// <summary>A request: method, Request-URI and fields.</summary>
public sealed class SipRequest : SipMessage
{
    internal SipRequest(
        SipMethod method, ReadOnlyMemory<byte> uri, ReadOnlyMemory<byte> line, HeaderTable headers,
        ReadOnlyMemory<byte> body)
        : base(line, headers, body)
    {
        Method = method;
        RequestUriText = uri;
    }

    /// <summary>A new request with an empty body and no fields but Content-Length.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="requestUri">Its Request-URI as it shall stand; octets a start line cannot hold are refused.</param>
    /// <exception cref="ArgumentException">The URI is not one.</exception>
    public SipRequest(SipMethod method, string requestUri)
        : this(method, WireText.ToBytes(requestUri), ComposeLine(method, requestUri), new HeaderTable(), default)
    {
        Headers.Add(HeaderName.ContentLength, "0");
    }

    /// <summary>The method; the default value only in a request recovered from a broken line.</summary>
    public SipMethod Method { get; }

    /// <summary>The Request-URI as it stood.</summary>
    public ReadOnlyMemory<byte> RequestUriText { get; }

    /// <summary>The Request-URI.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read: the message was not screened.</exception>
    public SipUri RequestUri => TryGetRequestUri(out var uri)
        ? uri
        : throw new InvalidOperationException("The Request-URI is malformed: the message was used without screening.");

    /// <summary>Reads the Request-URI.</summary>
    public bool TryGetRequestUri(out SipUri uri) => SipUri.TryParse(RequestUriText, out uri);

    /// <summary>
    /// The response of a UAS (RFC 3261 §8.2.6): Via, From, To, Call-ID and CSeq repeated as they stand; Record-Route
    /// too where it makes a dialog (§12.1.1), Timestamp in 100 (§8.2.6.1). Works for requests recovered from malformed
    /// octets: what is not there is not repeated.
    /// </summary>
    /// <param name="status">100–699.</param>
    /// <param name="toTag">Added to a To that has no tag; not to 100.</param>
    /// <param name="reason">The phrase; null for the usual one.</param>
    public SipResponse CreateResponse(int status, string? toTag = null, string? reason = null)
    {
        var response = new SipResponse(status, reason);
        var headers = response.Headers;
        headers.CopyFrom(Headers, HeaderName.Via);
        if (status is > 100 and < 300)
        {
            headers.CopyFrom(Headers, HeaderName.RecordRoute);
        }

        headers.CopyFrom(Headers, HeaderName.From);
        CopyTo(headers, status == StatusCode.Trying ? null : toTag);
        headers.CopyFrom(Headers, HeaderName.CallId);
        headers.CopyFrom(Headers, HeaderName.CSeq);
        if (status == StatusCode.Trying)
        {
            headers.CopyFrom(Headers, HeaderName.Timestamp);
        }

        headers.Add(HeaderName.ContentLength, "0");
        return response;
    }

    private void CopyTo(HeaderTable headers, string? toTag)
    {
        if (toTag is not null && TryGetAddress(HeaderName.To, out var to) && !to.Parameters.Has("tag"u8))
        {
            var tag = WireText.ToBytes(";tag=" + toTag);
            headers.Add(Headers[Headers.Find(HeaderName.To, 0)].Append(tag));
        }
        else
        {
            headers.CopyFrom(Headers, HeaderName.To);
        }
    }

    private static byte[] ComposeLine(SipMethod method, string requestUri)
    {
        if (method.Name.Length == 0 || !SipUri.TryParse(requestUri, out _))
        {
            throw new ArgumentException("A request needs a method and a well-formed URI.", nameof(requestUri));
        }

        return WireText.ToBytes($"{method} {requestUri} SIP/2.0");
    }
}
