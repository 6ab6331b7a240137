using System.Globalization;

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
    private readonly DialogSender _sender;
    private readonly CancellationTokenSource _ended = new();
    private UnackedAnswer? _unacked;
    private Action<DialogEnd>? _onBye;
    private uint? _remoteCSeq;
    private bool _byeWanted;
    private string? _byeReason;
    private bool _endTold;
    private bool _reInviting;

    internal Dialog(SipCore core, Conversation conversation, DialogParts parts)
    {
        (_core, _conversation, _parts, _remoteCSeq) = (core, conversation, parts, parts.RemoteCSeq);
        _sender = new DialogSender(core, conversation.Mailbox, parts);
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
    public string RemoteTarget => _sender.Target;

    /// <summary>Cancelled when the dialog is over, whoever ended it.</summary>
    public CancellationToken Ended => _ended.Token;

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

    /// <summary>What came in an ACK: the answer when the offer was ours, else nothing.</summary>
    public Action<ReadOnlyMemory<byte>>? OnAck { get; set; }

    public Action<InfoReceived>? OnInfo { get; set; }

    /// <summary>
    /// Ends the call. When our 200 is not yet acknowledged the BYE waits for that, as §15.1.1 demands.
    /// </summary>
    /// <param name="reason">Value of a Reason header (RFC 3326), or null.</param>
    public void Bye(string? reason = null) => Mailbox.PostOwn(() => SendBye(DialogEnd.ByUs, reason));

    /// <summary>
    /// Offers new SDP. The task ends in the mailbox's turn; 491 when either side has an offer open (§14.1): wait a
    /// little and try again.
    /// </summary>
    public Task<ReInviteResult> ReInvite(ReadOnlyMemory<byte> offer)
    {
        var result = new TaskCompletionSource<ReInviteResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!Mailbox.PostOwn(() => SendReInvite(offer, result)))
        {
            result.TrySetResult(new ReInviteResult(StatusCode.ServiceUnavailable, default));
        }

        return result.Task;
    }

    /// <summary>Sends an INFO; what the peer says to it is not waited for.</summary>
    public void SendInfo(string contentType, ReadOnlyMemory<byte> body) => Mailbox.PostOwn(() =>
    {
        if (End is null)
        {
            _sender.Send(SipMethod.Info, contentType, body, OnOtherFinal);
        }
    });

    /// <summary>Refuses the INVITE that made this dialog; null once it has its final response.</summary>
    internal Action? WhilePending { get; set; }

    internal bool Is(string? localTag, string? remoteTag) =>
        string.Equals(_parts.LocalTag, localTag, StringComparison.Ordinal)
        && string.Equals(_parts.RemoteTag, remoteTag ?? "", StringComparison.Ordinal);

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
    internal byte[] Acknowledge(uint cseq) => _sender.SendAck(cseq);

    internal void Repeat(byte[] message) => _sender.Repeat(message);

    internal void OnAckReceived(SipRequest ack)
    {
        if (_unacked?.OnAck(ack.CSeq.Number) != true)
        {
            return;
        }

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
            Respond(transaction, request, flow,
                request.Method == SipMethod.Bye ? StatusCode.Ok : StatusCode.CallDoesNotExist);
            return;
        }

        // §12.2.2: a lower number is out of order; an equal one in a new transaction is no better.
        if (_remoteCSeq is { } last && request.CSeq.Number <= last)
        {
            Respond(transaction, request, flow, StatusCode.ServerInternalError);
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

    private void Serve(ServerTransaction transaction, SipRequest request, Flow flow)
    {
        switch (request.Method.Name)
        {
            case "BYE":
                Respond(transaction, request, flow, StatusCode.Ok);
                _unacked?.Stop();
                // §15.1.2: a BYE before the answer ends the INVITE too.
                WhilePending?.Invoke();
                Close(DialogEnd.ByPeer);
                break;
            case "INVITE":
                ServeOffer(transaction, request, flow, isInvite: true);
                break;
            case "UPDATE":
                ServeOffer(transaction, request, flow, isInvite: false);
                break;
            case "INFO":
                Respond(transaction, request, flow, StatusCode.Ok);
                OnInfo?.Invoke(new InfoReceived(request.Headers[HeaderName.ContentType] ?? "", request.Body));
                break;
            case "OPTIONS":
                Respond(transaction, request, flow, StatusCode.Ok);
                break;
            case "PRACK":
                // RFC 3262 §3: it acknowledges nothing of ours, we send no reliable provisional.
                Respond(transaction, request, flow, StatusCode.CallDoesNotExist);
                break;
            default:
                Respond(transaction, request, flow, StatusCode.MethodNotAllowed);
                break;
        }
    }

    private void ServeOffer(ServerTransaction transaction, SipRequest request, Flow flow, bool isInvite)
    {
        if (_reInviting)
        {
            // §14.2: both sides offer at once; the one who began the call waits longer and tries again.
            Respond(transaction, request, flow, StatusCode.RequestPending);
            return;
        }

        if (_unacked is { IsWaiting: true } || WhilePending is not null)
        {
            // §14.2: the INVITE before it is not finished.
            Respond(transaction, request, flow, StatusCode.ServerInternalError,
                r => r.Headers.Add(
                    HeaderName.RetryAfter, Random.Shared.Next(1, 10).ToString(CultureInfo.InvariantCulture)));
            return;
        }

        ReadOnlyMemory<byte>? answer = default(ReadOnlyMemory<byte>);
        if (isInvite || request.Body.Length > 0)
        {
            answer = OnReInvite?.Invoke(request.Body);
        }

        if (answer is not { } sdp)
        {
            Respond(transaction, request, flow, StatusCode.NotAcceptableHere);
            return;
        }

        _sender.Target = DialogParts.TargetOf(request) ?? _sender.Target;
        Respond(transaction, request, flow, StatusCode.Ok, r =>
        {
            r.Headers.Add(HeaderName.Contact, MessageText.Contact(_core, flow));
            r.SetBody(sdp.Length == 0 ? null : MessageText.Sdp, sdp);
        });
        if (isInvite)
        {
            OnAnswerSent(transaction, request.CSeq.Number);
        }
    }

    private void Respond(
        ServerTransaction transaction, SipRequest request, Flow flow, int status, Action<SipResponse>? complete = null)
    {
        var response = request.CreateResponse(status, _parts.LocalTag);
        ReplyRoute.Stamp(response, request, flow);
        if (status is StatusCode.MethodNotAllowed || request.Method == SipMethod.Options || complete is not null)
        {
            response.Headers.Add(HeaderName.Allow, MessageText.Allow);
        }

        if (request.Method == SipMethod.Options)
        {
            response.Headers.Add(HeaderName.Accept, MessageText.Sdp);
        }

        complete?.Invoke(response);
        transaction.Respond(response);
    }

    private void SendReInvite(ReadOnlyMemory<byte> offer, TaskCompletionSource<ReInviteResult> result)
    {
        if (End is not null)
        {
            result.TrySetResult(new ReInviteResult(StatusCode.CallDoesNotExist, default));
            return;
        }

        if (_reInviting || _unacked is { IsWaiting: true })
        {
            result.TrySetResult(new ReInviteResult(StatusCode.RequestPending, default));
            return;
        }

        _reInviting = true;
        _sender.Send(SipMethod.Invite, MessageText.Sdp, offer, (response, status) =>
        {
            _reInviting = false;
            result.TrySetResult(new ReInviteResult(status, response is { IsSuccess: true } ? response.Body : default));
            OnOtherFinal(response, status);
        });
    }

    /// <summary>§12.2.1.2: a peer that does not know the dialog, or is silent, has lost it.</summary>
    private void OnOtherFinal(SipResponse? response, int status)
    {
        if (status is StatusCode.CallDoesNotExist or StatusCode.RequestTimeout)
        {
            SendBye(DialogEnd.PeerLost, null);
        }
    }

    private void SendByeNow(string? reason) => _sender.Send(
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
        End = how;
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
