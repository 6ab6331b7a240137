namespace Zhkh.Pbx.Sip;

/// <summary>
/// A call offered to us, until it is answered, refused or cancelled. Every method may be called from any thread; what
/// comes after the end (an answer that crosses a CANCEL) does nothing but leave an ended <see cref="Dialog"/>.
/// </summary>
public sealed class IncomingInvite
{
    private readonly SipCore _core;
    private readonly Conversation _conversation;
    private readonly ServerTransaction _transaction;
    private readonly Dialog _dialog;
    private readonly CancellationTokenSource _cancelled = new();
    private readonly WheelTimer _provisional;
    private readonly ReliableProvisionals _reliable;
    private ReadOnlyMemory<byte>? _heldAnswer;
    private ReadOnlyMemory<byte> _saidSdp;
    private int _lastStatus = StatusCode.Ringing;
    private bool _isReliable;
    private bool _said;
    private bool _done;

    internal IncomingInvite(
        SipCore core, Conversation conversation, ServerTransaction transaction, SipRequest request, Flow flow,
        PeerIdentity peer)
    {
        (_core, _conversation, _transaction) = (core, conversation, transaction);
        (Request, Flow, Peer) = (request, flow, peer);
        ArrivedAt = core.Time.GetUtcNow();
        CallId = request.CallId;
        var staysOnFlow = peer.Kind != PeerKind.Trunk;
        _dialog = new Dialog(
            core, conversation, DialogParts.OfIncoming(request, SipTokens.Tag(), flow, staysOnFlow),
            ExchangeState.TheirInvite);
        _provisional = new WheelTimer(core.Wheel, conversation.Mailbox, RepeatProvisional);
        _reliable = new ReliableProvisionals(core, transaction, request.CSeq, OnNoPrack);
        _dialog.Pracks.OnPrack = _reliable.OnPrack;
        _dialog.Pracks.AfterPrack = AfterPrack;
        _dialog.Pracks.OnAnswer = sdp => OnEarlyAnswer?.Invoke(sdp);
        _transaction.OnCancel = () => End(StatusCode.RequestTerminated, DialogEnd.Cancelled, null, null);
        _dialog.WhilePending = _transaction.OnCancel;
    }

    public string CallId { get; }

    /// <summary>The INVITE as it came, screened.</summary>
    public SipRequest Request { get; }

    /// <summary>The way it came by.</summary>
    public Flow Flow { get; }

    /// <summary>Who calls.</summary>
    public PeerIdentity Peer { get; }

    /// <summary>The one reader of this conversation; an outgoing leg may be put into it.</summary>
    public Mailbox Mailbox => _conversation.Mailbox;

    /// <summary>When the INVITE came: both clocks of a missed call begin here.</summary>
    public DateTimeOffset ArrivedAt { get; }

    /// <summary>Cancelled when the caller gave up before the answer.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>The caller's SDP; empty when it wants ours first.</summary>
    public ReadOnlyMemory<byte> Offer => Request.Body;

    /// <summary>The dialled number: as the trunk's rules find it, else the user part of the Request-URI.</summary>
    public string Dialled => Peer.Dialled(Request);

    /// <summary>The dialog that the new one takes the place of, found and alive; null in an ordinary call.</summary>
    public ReplacesField? Replaces { get; init; }

    /// <summary>The dialog, early until the answer: its delegates may be set before.</summary>
    public Dialog Dialog => _dialog;

    /// <summary>
    /// The caller's SDP, when it wanted ours first and our provisional was reliable; in the mailbox.
    /// </summary>
    public Action<ReadOnlyMemory<byte>>? OnEarlyAnswer { get; set; }

    /// <summary>
    /// Sends 180, or 183 with early media; reliably when the caller demands it, or understands it and there is SDP
    /// (RFC 3262 §3).
    /// </summary>
    public void Ring(int status = StatusCode.Ringing, ReadOnlyMemory<byte> sdp = default) => Mailbox.PostOwn(() =>
    {
        if (_done || _heldAnswer is not null)
        {
            return;
        }

        _lastStatus = status;
        _isReliable |= Request.Lists(HeaderName.Require, OptionTags.Reliable)
            || (sdp.Length > 0 && Request.Lists(HeaderName.Supported, OptionTags.Reliable));
        if (_isReliable)
        {
            SayReliably(status, sdp);
        }
        else
        {
            _transaction.Respond(Compose(status, null, sdp));
        }

        _provisional.Start(SipTimers.RepeatProvisional);
    });

    /// <summary>
    /// Sends 200 with our SDP, and again until it is acknowledged. While a provisional with SDP waits for its PRACK, so
    /// does the 200.
    /// </summary>
    public Dialog Answer(ReadOnlyMemory<byte> sdp)
    {
        Mailbox.PostOwn(() =>
        {
            if (_done || _heldAnswer is not null)
            {
                return;
            }

            if (_reliable.HoldsAnswer)
            {
                _heldAnswer = sdp;
            }
            else
            {
                Accept(sdp);
            }
        });
        return _dialog;
    }

    /// <summary>Refuses with 300–699.</summary>
    /// <param name="reason">The phrase; null for the usual one.</param>
    /// <param name="retryAfter">For 503, 486, 480: when to try again.</param>
    public void Reject(int status, string? reason = null, TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 300);
        Mailbox.PostOwn(() => End(status, DialogEnd.ByUs, reason, retryAfter));
    }

    /// <summary>Puts the call before its owner; 100 follows in 200 ms unless something better was said.</summary>
    internal void Begin(Func<IncomingInvite, Task> onInvite)
    {
        if (_conversation.TryAdd(_dialog))
        {
            _provisional.Start(SipTimers.Trying);
            var handling = onInvite(this);
            if (!handling.IsCompletedSuccessfully)
            {
                _ = Watch(handling);
            }
        }
        else
        {
            End(StatusCode.ServiceUnavailable, DialogEnd.ByUs, null, null);
        }
    }

    /// <summary>Ends a call that nobody answered yet because something broke.</summary>
    internal void Fail() => End(StatusCode.ServerInternalError, DialogEnd.Fault, null, null);

    private async Task Watch(Task handling)
    {
        await handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (handling.IsCompletedSuccessfully)
        {
            return;
        }

        // Cancellation is the owner's way to say that the caller hung up; anything else is a defect.
        if (handling.Exception is { } fault)
        {
            SipMetrics.Faults.Add(1);
            SipLog.ConversationFault(_core.Log, fault, LogText.Of(CallId));
        }

        // An INVITE without an answer gets 500 rather than silence.
        Mailbox.PostOwn(Fail);
    }

    /// <summary>
    /// The first SDP of a reliable provisional is the answer, or our offer when the INVITE had none; once it is said,
    /// others say nothing new (RFC 3262 §5).
    /// </summary>
    private void SayReliably(int status, ReadOnlyMemory<byte> sdp)
    {
        var isNews = sdp.Length > 0 && !_dialog.IsAnsweredEarly;
        if (isNews)
        {
            _dialog.Take(Offer.IsEmpty ? ExchangeInput.WeOffer : ExchangeInput.WeAnswer);
            _saidSdp = sdp;
        }

        _reliable.Say(Compose(status, null, isNews ? sdp : default));
    }

    private void Accept(ReadOnlyMemory<byte> sdp)
    {
        var isAnsweredEarly = _dialog.IsAnsweredEarly;
        var response = Compose(StatusCode.Ok, null, isAnsweredEarly ? default : sdp);
        // What is too small was refused before the call was offered.
        SessionTerms.TryAnswer(Request, _core.Options, SessionTerms.None, out var terms);
        response.Headers.Add(HeaderName.Supported, MessageText.Supported);
        terms.WriteTo(response);
        Conclude();
        _transaction.Respond(response);
        _dialog.Confirm(Request, isAnsweredEarly ? _saidSdp : sdp, terms);
        _dialog.OnAnswerSent(_transaction, Request.CSeq.Number);
        _core.Conversations.Release(_conversation);
    }

    private void AfterPrack()
    {
        if (_done)
        {
            return;
        }

        _reliable.Continue();
        if (_heldAnswer is { } sdp && !_reliable.HoldsAnswer)
        {
            Accept(sdp);
        }
    }

    /// <summary>RFC 3262 §3: a caller that acknowledges no provisional in 64·T1 is refused.</summary>
    private void OnNoPrack() => End(StatusCode.ServerTimeout, DialogEnd.NoAck, null, null);

    private void RepeatProvisional()
    {
        if (_done)
        {
            return;
        }

        // Either nothing was said for 200 ms, or a provisional has to be repeated.
        if (!_said)
        {
            _transaction.Respond(Compose(StatusCode.Trying, null, default));
        }
        else if (_isReliable)
        {
            // A copy of what was acknowledged would be dropped: a new one says it.
            SayReliably(_lastStatus, default);
        }
        else
        {
            _transaction.Repeat();
        }

        _provisional.Start(SipTimers.RepeatProvisional);
    }

    private void Conclude()
    {
        _done = true;
        _dialog.WhilePending = null;
        _provisional.Stop();
        _reliable.Conclude();
    }

    private void End(int status, DialogEnd how, string? reason, TimeSpan? retryAfter)
    {
        if (_done)
        {
            return;
        }

        Conclude();
        var response = Compose(status, reason, default);
        if (retryAfter is { } wait)
        {
            response.Headers.Add(HeaderName.RetryAfter, MessageText.Seconds(wait));
        }

        _transaction.Respond(response);
        _dialog.Close(how);
        _core.Conversations.Release(_conversation);
        if (how is not DialogEnd.ByUs)
        {
            _ = _cancelled.CancelAsync();
        }
    }

    private SipResponse Compose(int status, string? reason, ReadOnlyMemory<byte> sdp)
    {
        _said = true;
        var response = Request.CreateResponse(status, _dialog.LocalTag, reason);
        ReplyRoute.Stamp(response, Request, Flow);
        if (status is > 100 and < 300)
        {
            response.Headers.Add(HeaderName.Contact, MessageText.Contact(_core, Flow));
            response.Headers.Add(HeaderName.Allow, Peer.Kind == PeerKind.Extension
                ? MessageText.AllowPhone : MessageText.Allow);
        }

        if (sdp.Length > 0)
        {
            response.SetBody(MessageText.Sdp, sdp);
        }

        return response;
    }
}
