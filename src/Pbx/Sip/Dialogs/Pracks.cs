namespace Zhkh.Pbx.Sip;

/// <summary>PRACK of the peer (RFC 3262 §3) and of ours (§4). Lives in the mailbox.</summary>
internal sealed class Pracks(Dialog dialog, DialogWire wire)
{
    /// <summary>False when it acknowledges nothing that was sent.</summary>
    public Func<RAck, bool>? OnPrack { get; set; }

    /// <summary>The PRACK is answered: what waited for it may go on.</summary>
    public Action? AfterPrack { get; set; }

    /// <summary>The answer that a PRACK brings to an offer of our provisional.</summary>
    public Action<ReadOnlyMemory<byte>>? OnAnswer { get; set; }

    /// <summary>Acknowledges a reliable provisional of the peer.</summary>
    public void Send(RAck what) => wire.Sender.Send(
        SipMethod.Prack, null, default, (_, _) => { },
        request => request.Headers.Add(HeaderName.RAck, what.ToString()));

    /// <summary>
    /// 200 to the one that is waited for, 481 to any other. Its SDP is the answer to our offer, or a new offer (§5).
    /// </summary>
    public void Serve(ServerTransaction transaction, SipRequest request, Flow flow)
    {
        if (RAck.Of(request) is not { } rack || OnPrack?.Invoke(rack) != true)
        {
            wire.Respond(transaction, request, flow, StatusCode.CallDoesNotExist);
            return;
        }

        ReadOnlyMemory<byte> answer = default;
        if (request.Body.Length > 0 && dialog.Take(ExchangeInput.TheyOffer) == ExchangeVerdict.Proceed)
        {
            answer = dialog.OnReInvite?.Invoke(request.Body) ?? default;
        }
        else if (request.Body.Length > 0)
        {
            dialog.Take(ExchangeInput.TheyAnswer);
            OnAnswer?.Invoke(request.Body);
        }

        wire.Respond(transaction, request, flow, StatusCode.Ok, r =>
            r.SetBody(answer.Length == 0 ? null : MessageText.Sdp, answer));
        AfterPrack?.Invoke();
    }
}
