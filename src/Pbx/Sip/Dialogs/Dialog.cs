namespace Zhkh.Pbx.Sip;

/// <summary>
/// One leg of a call from its answer to its BYE (RFC 3261 §12). It answers everything in-dialog by itself and tells its
/// owner what matters. Every delegate runs in <see cref="Mailbox"/> and must return at once; every method may be called
/// from any thread.
/// </summary>
public sealed class Dialog
{
    private readonly SipCore _core;
    private readonly Conversation _conversation;
    private readonly DialogParts _parts;
    private readonly DialogWire _wire;
    private readonly DialogOffers _offers;
    private readonly Referrals _referrals;
    private readonly CancellationTokenSource _ended = new();
    private UnackedAnswer? _unacked;
    private Action<DialogEnd>? _onBye;
    private uint? _remoteCSeq;
    private bool _byeWanted;
    private string? _byeReason;
    private bool _endTold;

    /// <param name="state">Where the INVITE that makes it stands; it is early until <see cref="Confirm"/>.</param>
    internal Dialog(SipCore core, Conversation conversation, DialogParts parts, ExchangeState state)
    {
        (_core, _conversation, _parts, _remoteCSeq) = (core, conversation, parts, parts.RemoteCSeq);
        _wire = new DialogWire(core, conversation.Mailbox, parts);
        Session = new SessionTimer(
            core, conversation.Mailbox, () => End is not null, () => SessionRefresh.Send(this, _wire), Expire);
        _offers = new DialogOffers(this, _wire, Session, state);
        Pracks = new Pracks(this, _wire);
        _referrals = new Referrals(this, _wire);
        _wire.Sender.Stamp = Session.Stamp;
        conversation.Hold();
    }

    public string CallId => _parts.CallId;

    /// <summary>Our tag.</summary>
    public string LocalTag => _parts.LocalTag;

    /// <summary>The peer's tag; empty for a caller of RFC 2543.</summary>
    public string RemoteTag => _parts.RemoteTag;

    /// <summary>The one reader of this conversation.</summary>
    public Mailbox Mailbox => _conversation.Mailbox;

    /// <summary>The way the call came or went.</summary>
    public Flow Flow => _parts.Flow;

    /// <summary>Contact of the peer as it is now.</summary>
    public string RemoteTarget => _wire.Sender.Target;

    /// <summary>Cancelled when the dialog is over, whoever ended it.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>True until the INVITE that makes it has its 2xx.</summary>
    public bool IsEarly { get; private set; } = true;

    /// <summary>True when the INVITE was ours.</summary>
    public bool IsCaller => _parts.IsCaller;

    /// <summary>True for a phone that says it knows <see cref="NotifyTalk"/> (Allow-Events, RFC 6665).</summary>
    public bool TakesTalk { get; internal set; }

    /// <summary>How it ended; null while it lives.</summary>
    public DialogEnd? End { get; private set; }

    /// <summary>
    /// Told once when the dialog ends other than by our own <see cref="Bye"/>. Set late, it is told of an end that was
    /// already there.
    /// </summary>
    public Action<DialogEnd>? OnBye
    {
        get => _onBye;
        set => Mailbox.PostOwn(() =>
        {
            _onBye = value;
            TellEnd();
        });
    }

    /// <summary>
    /// Answers a new offer with our SDP; null refuses it with 488. An empty offer asks for ours, and the peer's answer
    /// comes by <see cref="OnAck"/>.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?>? OnReInvite { get; set; }

    /// <summary>
    /// Told the SDP that answers our own last SDP, said again to keep the session alive (RFC 4028 §7.4): the peer may
    /// have moved since.
    /// </summary>
    public Action<ReadOnlyMemory<byte>>? OnRefreshed { get; set; }

    /// <summary>What came in an ACK: the answer when the offer was ours, else nothing.</summary>
    public Action<ReadOnlyMemory<byte>>? OnAck { get; set; }

    public Action<InfoReceived>? OnInfo { get; set; }

    /// <summary>
    /// The phone wishes its far side led elsewhere: true takes it on (202, and the progress is told by NOTIFY), false
    /// declines (603). Asked only of phones of ours, in a confirmed dialog, one transfer at a time.
    /// </summary>
    public Func<ReferRequest, ReferProgress, bool>? OnRefer { get; set; }

    /// <summary>
    /// Ends the call. When our 200 is not yet acknowledged the BYE waits for that, as §15.1.1 demands.
    /// </summary>
    /// <param name="reason">Value of a Reason header (RFC 3326), or null.</param>
    public void Bye(string? reason = null) => Mailbox.PostOwn(() => SendBye(DialogEnd.ByUs, reason));

    /// <summary>
    /// Offers new SDP by re-INVITE. Offers go out one after the other, and again when both sides began at once
    /// (§14.1). The task ends in the mailbox's turn with what the peer finally said.
    /// </summary>
    public Task<ReInviteResult> ReInviteAsync(ReadOnlyMemory<byte> offer) => _offers.WishAsync(SipMethod.Invite, offer);

    /// <summary>Offers new SDP by UPDATE (RFC 3311), to a peer that is known to take it: one trip, no ACK.</summary>
    public Task<ReInviteResult> UpdateAsync(ReadOnlyMemory<byte> offer) => _offers.WishAsync(SipMethod.Update, offer);

    /// <summary>
    /// Asks the phone to answer the call that it rings for, or to resume it (Event: talk). Tells the phone's answer: a
    /// phone that does not know it says 489.
    /// </summary>
    public Task<int> NotifyTalk() => PhoneEvent.Talk.SendAsync(this, _wire);

    /// <summary>Asks the phone to put the call on hold (Event: hold).</summary>
    public Task<int> NotifyHold() => PhoneEvent.Hold.SendAsync(this, _wire);

    /// <summary>Sends an INFO (RFC 6086).</summary>
    /// <param name="answered">Told in the mailbox when the peer has answered it, or will not any more.</param>
    public void SendInfo(string contentType, ReadOnlyMemory<byte> body, Action? answered = null) =>
        Mailbox.PostOwn(() =>
        {
            if (End is null)
            {
                _wire.Sender.Send(SipMethod.Info, contentType, body, (response, status) =>
                {
                    OnOtherFinal(response, status);
                    answered?.Invoke();
                });
            }
        });

    /// <summary>Refuses the INVITE that made this dialog; null once it has its final response.</summary>
    internal Action? WhilePending { get; set; }

    /// <summary>The life of the session.</summary>
    internal SessionTimer Session { get; }

    /// <summary>True when offer and answer of the INVITE are exchanged before its 2xx.</summary>
    internal bool IsAnsweredEarly => _offers.IsAnsweredEarly;

    /// <summary>Reliable provisionals of ours and what acknowledges them.</summary>
    internal Pracks Pracks { get; }

    internal bool Is(string? localTag, string? remoteTag) =>
        string.Equals(_parts.LocalTag, localTag, StringComparison.Ordinal)
        && string.Equals(_parts.RemoteTag, remoteTag ?? "", StringComparison.Ordinal);

    internal ExchangeVerdict Take(ExchangeInput input) => _offers.Take(input);

    /// <summary>Says our last SDP again, by re-INVITE.</summary>
    internal void OfferAgain(Action<SipResponse?, int> done) => _offers.Wish(
        SipMethod.Invite, _offers.LastSdp, (response, status) =>
        {
            if (response is { IsSuccess: true, Body.Length: > 0 })
            {
                OnRefreshed?.Invoke(response.Body);
            }

            done(response, status);
        });

    /// <summary>The INVITE of ours has its 2xx: the dialog takes route and target from it (§13.2.2.4).</summary>
    /// <param name="offer">Our SDP of the INVITE.</param>
    internal void Confirm(SipResponse accepted, ReadOnlyMemory<byte> offer)
    {
        IsEarly = false;
        _wire.Sender.Target = DialogParts.TargetOf(accepted) ?? _wire.Sender.Target;
        _wire.Sender.Routes = RouteSet.Of(accepted, reversed: true);
        _offers.LastSdp = offer;
        _offers.Take(ExchangeInput.Concluded);
        Session.OnAccepted(accepted);
    }

    /// <summary>Our 2xx to the peer's INVITE left.</summary>
    /// <param name="said">Our SDP, in this response or in a provisional before it.</param>
    internal void Confirm(SipRequest invite, ReadOnlyMemory<byte> said, SessionTerms terms)
    {
        IsEarly = false;
        _offers.LastSdp = said;
        _offers.Take(ExchangeInput.WeAccept);
        Session.Learn(invite);
        Session.Begin(terms);
    }

    /// <summary>Our 200 left by this transaction: it is repeated until its ACK.</summary>
    internal void OnAnswerSent(ServerTransaction transaction, uint cseq) =>
        _unacked = new UnackedAnswer(_core, transaction, cseq, () =>
        {
            SipLog.NoAck(_core.Log, LogText.Of(CallId));
            if (_byeWanted)
            {
                // §15.1.1: the BYE waits for the ACK or for the end of waiting.
                _byeWanted = false;
                SendByeNow(_byeReason);
            }

            SendBye(DialogEnd.NoAck, null);
        });

    /// <summary>ACK of a 2xx the peer sent us, kept by the caller for repeated 2xx.</summary>
    internal byte[] Acknowledge(uint cseq) => _wire.Sender.SendAck(cseq);

    internal void Repeat(byte[] message) => _wire.Sender.Repeat(message);

    internal void OnAckReceived(SipRequest ack)
    {
        if (_unacked?.OnAck(ack.CSeq.Number) != true)
        {
            return;
        }

        _offers.Take(ExchangeInput.Acked);
        if (_byeWanted)
        {
            _byeWanted = false;
            SendByeNow(_byeReason);
        }
        else
        {
            OnAck?.Invoke(ack.Body);
        }
    }

    /// <summary>A request inside the dialog, not ACK and not CANCEL.</summary>
    internal void OnRequest(ServerTransaction transaction, SipRequest request, Flow flow)
    {
        if (End is not null)
        {
            _wire.Respond(transaction, request, flow,
                request.Method == SipMethod.Bye ? StatusCode.Ok : StatusCode.CallDoesNotExist);
            return;
        }

        // §12.2.2: a lower number is out of order; an equal one in a new transaction is no better.
        if (_remoteCSeq is { } last && request.CSeq.Number <= last)
        {
            _wire.Respond(transaction, request, flow, StatusCode.ServerInternalError);
            return;
        }

        _remoteCSeq = request.CSeq.Number;
        Serve(transaction, request, flow);
    }

    /// <summary>Ends without a word to the peer: the INVITE itself was refused or cancelled.</summary>
    internal void Close(DialogEnd how)
    {
        if (End is null)
        {
            Finish(how);
            _core.Conversations.Release(_conversation, this);
        }
    }

    internal void SendBye(DialogEnd how, string? reason)
    {
        if (End is not null)
        {
            return;
        }

        Finish(how);
        if (_unacked is { IsWaiting: true })
        {
            (_byeWanted, _byeReason) = (true, reason);
            return;
        }

        SendByeNow(reason);
    }

    /// <summary>§12.2.1.2: a peer that does not know the dialog, or is silent, has lost it.</summary>
    internal void OnOtherFinal(SipResponse? response, int status)
    {
        if (status is StatusCode.CallDoesNotExist or StatusCode.RequestTimeout)
        {
            SendBye(DialogEnd.PeerLost, null);
        }
    }

    private void Serve(ServerTransaction transaction, SipRequest request, Flow flow)
    {
        switch (request.Method.Name)
        {
            case "BYE":
                ServeBye(transaction, request, flow);
                break;
            case "INVITE" or "UPDATE":
                _offers.Serve(transaction, request, flow);
                break;
            case "INFO":
                _wire.Respond(transaction, request, flow, StatusCode.Ok);
                OnInfo?.Invoke(new InfoReceived(request.Headers[HeaderName.ContentType] ?? "", request.Body));
                break;
            case "OPTIONS":
                _wire.Respond(transaction, request, flow, StatusCode.Ok);
                break;
            case "PRACK":
                Pracks.Serve(transaction, request, flow);
                break;
            case "REFER":
                _referrals.Serve(transaction, request, flow);
                break;
            default:
                _wire.Respond(transaction, request, flow, StatusCode.MethodNotAllowed);
                break;
        }
    }

    private void ServeBye(ServerTransaction transaction, SipRequest request, Flow flow)
    {
        if (IsEarly && IsCaller)
        {
            // §15: who was called ends an early dialog by refusing the INVITE.
            _wire.Respond(transaction, request, flow, StatusCode.CallDoesNotExist);
            return;
        }

        _wire.Respond(transaction, request, flow, StatusCode.Ok);
        _unacked?.Stop();
        // §15.1.2: a BYE before the answer ends the INVITE too.
        WhilePending?.Invoke();
        Close(DialogEnd.ByPeer);
    }

    private void Expire()
    {
        SipLog.SessionExpired(_core.Log, LogText.Of(CallId));
        SendBye(DialogEnd.SessionExpired, "SIP;cause=408;text=\"Session expired\"");
    }

    private void SendByeNow(string? reason) => _wire.Sender.Send(
        SipMethod.Bye, null, default,
        (_, _) => _core.Conversations.Release(_conversation, this),
        request =>
        {
            if (reason is not null)
            {
                request.Headers.Add(HeaderName.Reason, reason);
            }
        });

    private void Finish(DialogEnd how)
    {
        _referrals.Stop();
        End = how;
        Session.Stop();
        _offers.Stop();
        TellEnd();
        // The token's listeners run elsewhere: the mailbox waits for nobody.
        _ = _ended.CancelAsync();
    }

    private void TellEnd()
    {
        if (End is { } how && how != DialogEnd.ByUs && _onBye is not null && !_endTold)
        {
            _endTold = true;
            _onBye(how);
        }
    }
}
