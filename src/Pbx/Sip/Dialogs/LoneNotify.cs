namespace Zhkh.Pbx.Sip;

/// <summary>A NOTIFY outside any dialog: a wish to a registered phone that is in no call of ours.</summary>
internal sealed class LoneNotify(SipCore core, Flow flow, string target) : IClientUser
{
    private readonly TaskCompletionSource<int> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sends it and tells the final status; 408 when the phone is silent.</summary>
    public Task<int> SendAsync(PhoneEvent what)
    {
        var mailbox = new Mailbox(fault => SipLog.ConversationFault(core.Log, fault, "NOTIFY"));
        mailbox.PostOwn(() => new ClientTransaction(core, mailbox, this, Compose(what), flow).Begin());
        return _told.Task;
    }

    void IClientUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (!response.IsProvisional)
        {
            _told.TrySetResult(response.Status);
        }
    }

    void IClientUser.OnNoResponse(ClientTransaction transaction, int asStatus) => _told.TrySetResult(asStatus);

    private SipRequest Compose(PhoneEvent what)
    {
        var request = new SipRequest(SipMethod.Notify, target);
        var headers = request.Headers;
        headers.Add(HeaderName.From, NameAddress.Format("", $"sip:zhkh@{core.HostPortOf(flow)}", SipTokens.Tag()));
        headers.Add(HeaderName.To, NameAddress.Format("", target));
        headers.Add(HeaderName.CallId, SipTokens.CallId());
        headers.Add(HeaderName.CSeq, new CSeq(1, SipMethod.Notify).ToString());
        headers.Add(HeaderName.MaxForwards, MessageText.MaxForwards);
        headers.Add(HeaderName.Contact, MessageText.Contact(core, flow));
        what.WriteTo(request);
        return request;
    }
}
