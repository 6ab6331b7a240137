namespace Zhkh.Pbx.Sip;

/// <summary>One request outside a dialog and its final response.</summary>
internal sealed class OutgoingExchange : IClientUser
{
    private readonly TaskCompletionSource<OutgoingAnswer> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OutgoingExchange()
    {
    }

    /// <summary>Never faults: a defect is logged and is a 500.</summary>
    public static Task<OutgoingAnswer> RunAsync(SipCore core, OutgoingRequest request)
    {
        var exchange = new OutgoingExchange();
        var mailbox = new Mailbox(fault =>
        {
            SipMetrics.Faults.Add(1);
            SipLog.ConversationFault(core.Log, fault, LogText.Of(request.CallId));
            exchange._answer.TrySetResult(new OutgoingAnswer(StatusCode.ServerInternalError, null));
        });
        mailbox.PostOwn(() => new ClientTransaction(
            core, mailbox, exchange, Compose(request), request.Flow).Begin());
        return exchange._answer.Task;
    }

    void IClientUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (!response.IsProvisional)
        {
            _answer.TrySetResult(new OutgoingAnswer(response.Status, response));
        }
    }

    void IClientUser.OnNoResponse(ClientTransaction transaction, int asStatus) =>
        _answer.TrySetResult(new OutgoingAnswer(asStatus, null));

    private static SipRequest Compose(OutgoingRequest wish)
    {
        var request = RouteSet.Of(wish.Path).Request(wish.Method, wish.Target);
        var headers = request.Headers;
        headers.Add(HeaderName.From, NameAddress.Format("", wish.From, wish.FromTag));
        headers.Add(HeaderName.To, NameAddress.Format("", wish.To));
        headers.Add(HeaderName.CallId, wish.CallId);
        headers.Add(HeaderName.CSeq, new CSeq(wish.CSeq, wish.Method).ToString());
        headers.Add(HeaderName.MaxForwards, MessageText.MaxForwards);
        headers.Add(HeaderName.Allow, MessageText.Allow);
        foreach (var (name, value) in wish.Headers)
        {
            headers.Add(name, value);
        }

        return request;
    }
}
