namespace Zhkh.Pbx.Sip;

/// <summary>
/// A SIP message: start line, header fields, body. One that was parsed keeps a single copy of its octets, of which
/// everything here is a view. The typed properties are for messages that passed screening.
/// </summary>
public abstract class SipMessage
{
    private protected SipMessage(ReadOnlyMemory<byte> startLine, HeaderTable headers, ReadOnlyMemory<byte> body)
    {
        StartLine = startLine;
        Headers = headers;
        Body = body;
    }

    /// <summary>The first line without its CRLF.</summary>
    public ReadOnlyMemory<byte> StartLine { get; }

    /// <summary>The header fields; they may be edited.</summary>
    public HeaderTable Headers { get; }

    /// <summary>The body. Content-Length follows it when the message is written.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>The topmost Via.</summary>
    /// <exception cref="InvalidOperationException">
    /// The message has none that can be read: it was not screened.
    /// </exception>
    public Via TopVia => TryGetTopVia(out var via) ? via : throw NotScreened(HeaderName.Via);

    /// <summary>From.</summary>
    /// <inheritdoc cref="TopVia" path="/exception"/>
    public NameAddress From => TryGetAddress(HeaderName.From, out var from) ? from : throw NotScreened(HeaderName.From);

    /// <summary>To.</summary>
    /// <inheritdoc cref="TopVia" path="/exception"/>
    public NameAddress To => TryGetAddress(HeaderName.To, out var to) ? to : throw NotScreened(HeaderName.To);

    /// <summary>Call-ID, compared octet by octet (RFC 3261 §20.8).</summary>
    /// <inheritdoc cref="TopVia" path="/exception"/>
    public string CallId => Headers[HeaderName.CallId] ?? throw NotScreened(HeaderName.CallId);

    /// <summary>CSeq.</summary>
    /// <inheritdoc cref="TopVia" path="/exception"/>
    public CSeq CSeq => TryGetCSeq(out var cseq) ? cseq : throw NotScreened(HeaderName.CSeq);

    /// <summary>Reads the topmost Via.</summary>
    public bool TryGetTopVia(out Via via)
    {
        foreach (var value in Headers.Values(HeaderName.Via))
        {
            return Via.TryParse(value, out via);
        }

        via = default;
        return false;
    }

    /// <summary>Reads what an answer needs of the topmost Via, also when the rest of it is malformed.</summary>
    public bool TryRecoverTopVia(out Via via)
    {
        foreach (var value in Headers.Values(HeaderName.Via))
        {
            return Via.TryRecover(value, out via);
        }

        via = default;
        return false;
    }

    /// <summary>Reads CSeq.</summary>
    public bool TryGetCSeq(out CSeq cseq)
    {
        cseq = default;
        return Headers.TryGet(HeaderName.CSeq, out var value) && CSeq.TryParse(value, out cseq);
    }

    /// <summary>Reads the first value of a field that carries an address: From, To, Contact, Refer-To …</summary>
    public bool TryGetAddress(HeaderName name, out NameAddress address)
    {
        foreach (var value in Headers.Values(name))
        {
            return NameAddress.TryParse(value, out address);
        }

        address = default;
        return false;
    }

    /// <summary>Reads a field that is a number and nothing else: Expires, Max-Forwards, Min-SE …</summary>
    public bool TryGetNumber(HeaderName name, out uint number)
    {
        number = 0;
        return Headers.TryGet(name, out var value) && Grammar.TryNumber(value.Span, uint.MaxValue, out number);
    }

    /// <summary>Gives the message a body and says what it is; without a type the body goes.</summary>
    public void SetBody(string? contentType, ReadOnlyMemory<byte> body)
    {
        Body = body;
        if (contentType is null)
        {
            Headers.Remove(HeaderName.ContentType);
            Body = default;
        }
        else
        {
            Headers.Set(HeaderName.ContentType, contentType);
        }
    }

    private static InvalidOperationException NotScreened(HeaderName name) =>
        new($"{HeaderNames.Text(name)} is missing or malformed: the message was used without screening.");
}
