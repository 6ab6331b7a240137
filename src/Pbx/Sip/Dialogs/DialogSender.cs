namespace Zhkh.Pbx.Sip;

/// <summary>
/// Sends the requests of one dialog: composes them from its state (RFC 3261 §12.2.1.1), numbers them, answers a
/// challenge once. Lives in the mailbox.
/// </summary>
internal sealed class DialogSender(SipCore core, Mailbox mailbox, DialogParts parts) : IClientUser
{
    private readonly Dictionary<ClientTransaction, Sent> _sent = [];
    private uint _cseq = parts.LocalCSeq;

    /// <summary>Where requests go now; a target refresh changes it.</summary>
    public string Target { get; set; } = parts.Target;

    /// <summary>The way there; of the first provisional until the 2xx says it again (§13.2.2.4).</summary>
    public RouteSet Routes { get; set; } = parts.Routes;

    /// <summary>Completes every INVITE and UPDATE: what the session timer wishes.</summary>
    public Action<SipRequest>? Stamp { get; set; }

    /// <summary>
    /// Sends and tells the final response, or null with the status that stands for it when none came. Requests that
    /// are challenged are sent again with a login, but only to the address the credentials are for.
    /// </summary>
    public ClientTransaction Send(
        SipMethod method, string? contentType, ReadOnlyMemory<byte> body, Action<SipResponse?, int> onFinal,
        Action<SipRequest>? complete = null) => Send(new Sent(method, contentType, body, onFinal, complete, 1), null);

    /// <summary>The ACK of a 2xx of ours: outside any transaction, repeated by whoever sees the 2xx again.</summary>
    public byte[] SendAck(uint cseq)
    {
        var ack = SipWriter.ToBytes(Compose(SipMethod.Ack, cseq, FlowNow(), new CSeq(cseq, SipMethod.Ack)));
        FlowNow().Send(ack);
        return ack;
    }

    public void Repeat(byte[] message) => FlowNow().Send(message);

    void IClientUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (response.IsProvisional || !_sent.TryGetValue(transaction, out var sent))
        {
            return;
        }

        // A repeated 2xx of a re-INVITE comes up again while its transaction lingers: its ACK was lost.
        if (response.IsSuccess && sent.Method == SipMethod.Invite)
        {
            if (sent.Ack.Length == 0)
            {
                Target = DialogParts.TargetOf(response) ?? Target;
                sent.Ack = SendAck(transaction.Request.CSeq.Number);
                sent.OnFinal(response, response.Status);
            }
            else
            {
                Repeat(sent.Ack);
            }

            return;
        }

        _sent.Remove(transaction);
        if (Login(transaction, response, sent) is { } login)
        {
            Send(sent with { Attempt = sent.Attempt + 1 }, login);
            return;
        }

        sent.OnFinal(response, response.Status);
    }

    void IClientUser.OnNoResponse(ClientTransaction transaction, int asStatus)
    {
        if (_sent.Remove(transaction, out var sent))
        {
            sent.OnFinal(null, asStatus);
        }
    }

    private ClientTransaction Send(Sent sent, (HeaderName Name, string Value)? login)
    {
        var flow = FlowNow();
        var number = ++_cseq;
        var request = Compose(sent.Method, number, flow, new CSeq(number, sent.Method));
        if (login is { } shown)
        {
            request.Headers.Add(shown.Name, shown.Value);
        }

        sent.Complete?.Invoke(request);
        request.SetBody(sent.ContentType, sent.Body);
        var transaction = new ClientTransaction(core, mailbox, this, request, flow);
        Forget();
        _sent.Add(transaction, sent);
        transaction.Begin();
        return transaction;
    }

    private SipRequest Compose(SipMethod method, uint number, Flow flow, CSeq cseq)
    {
        var request = Routes.Request(method, Target);
        var headers = request.Headers;
        if (method == SipMethod.Ack)
        {
            headers.AddFirst(
                HeaderName.Via, Via.Format(flow.Transport.InVia(), core.HostPortOf(flow), SipTokens.Branch()));
        }

        headers.Add(HeaderName.From, parts.Local + ";tag=" + parts.LocalTag);
        headers.Add(
            HeaderName.To, parts.RemoteTag.Length == 0 ? parts.Remote : parts.Remote + ";tag=" + parts.RemoteTag);
        headers.Add(HeaderName.CallId, parts.CallId);
        headers.Add(HeaderName.CSeq, cseq.ToString());
        headers.Add(HeaderName.MaxForwards, MessageText.MaxForwards);
        if (method == SipMethod.Invite || method == SipMethod.Update || method == SipMethod.Notify)
        {
            headers.Add(HeaderName.Contact, MessageText.Contact(core, flow));
            headers.Add(HeaderName.Allow, parts.Allow);
        }

        if (method == SipMethod.Invite || method == SipMethod.Update)
        {
            headers.Add(HeaderName.Supported, MessageText.Supported);
            Stamp?.Invoke(request);
        }

        return request;
    }

    /// <summary>
    /// A phone stays on the flow it came by; a trunk is followed to its Record-Route or Contact, and over a new
    /// connection when the one we made is over.
    /// </summary>
    private Flow FlowNow()
    {
        if (parts.Flow is { Reliable: true, IsOpen: false })
        {
            return parts.Flow.Again() ?? parts.Flow;
        }

        if (parts.StaysOnFlow || parts.Flow.Reliable || Routes.NextHop(Target) is not { } hop
            || hop.Equals(parts.Flow.Remote))
        {
            return parts.Flow;
        }

        return core.Reroute(parts.Flow, hop) ?? parts.Flow;
    }

    private (HeaderName Name, string Value)? Login(ClientTransaction transaction, SipResponse response, Sent sent) =>
        response.Status is StatusCode.Unauthorized or StatusCode.ProxyAuthenticationRequired
        && parts.Credentials is { } credentials && sent.Attempt < OutgoingLogin.AttemptsMax
        && transaction.Flow.Remote.Address.Equals(parts.Flow.Remote.Address)
            ? OutgoingLogin.Answer(
                response, sent.Method, WireText.View(transaction.Request.RequestUriText.Span), credentials)
            : null;

    /// <summary>Acknowledged re-INVITEs are kept to repeat their ACK; a dialog needs the last one only.</summary>
    private void Forget()
    {
        foreach (var (transaction, sent) in _sent)
        {
            if (sent.Ack.Length > 0)
            {
                _sent.Remove(transaction);
            }
        }
    }

    private sealed record Sent(
        SipMethod Method, string? ContentType, ReadOnlyMemory<byte> Body, Action<SipResponse?, int> OnFinal,
        Action<SipRequest>? Complete, int Attempt)
    {
        public byte[] Ack { get; set; } = [];
    }
}
