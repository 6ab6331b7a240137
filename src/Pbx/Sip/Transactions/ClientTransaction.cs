namespace Zhkh.Pbx.Sip;

/// <summary>
/// Carries out what <see cref="InviteClientMachine"/> or <see cref="ClientMachine"/> says. Lives in the mailbox of its
/// conversation.
/// </summary>
internal sealed class ClientTransaction
{
    private readonly SipCore _core;
    private readonly IClientUser _user;
    private readonly bool _isInvite;
    private readonly WheelTimer _retransmit;
    private readonly WheelTimer _giveUp;
    private readonly WheelTimer _linger;
    private InviteClientState _invite = InviteClientState.Calling;
    private ClientState _other = ClientState.Trying;
    private byte[] _last = [];
    private byte[] _ack = [];
    private TimeSpan _gap;
    private bool _forgotten;
    private bool _isHeard;
    private CancellationTokenRegistration _lost;

    /// <param name="request">Complete but for its Via, which is added here.</param>
    public ClientTransaction(SipCore core, Mailbox mailbox, IClientUser user, SipRequest request, Flow flow)
    {
        (_core, Mailbox, _user, Request, Flow) = (core, mailbox, user, request, flow);
        _isInvite = request.Method == SipMethod.Invite;
        if (!request.Headers.Has(HeaderName.Via))
        {
            request.Headers.AddFirst(
                HeaderName.Via, Via.Format(flow.Transport.InVia(), core.HostPortOf(flow), SipTokens.Branch()));
        }

        Branch = request.TopVia.Branch ?? "";
        Key = TransactionKey.OfClient(Branch, request.Method);
        _retransmit = new WheelTimer(core.Wheel, mailbox, () => Step(TransactionInput.RetransmitTimer));
        _giveUp = new WheelTimer(core.Wheel, mailbox, () => Step(TransactionInput.GiveUpTimer));
        _linger = new WheelTimer(core.Wheel, mailbox, () => Step(TransactionInput.LingerTimer));
    }

    public Mailbox Mailbox { get; }

    public string Key { get; }

    public string Branch { get; }

    public SipRequest Request { get; }

    public Flow Flow { get; }

    /// <summary>True once a provisional response came: only then may a CANCEL follow (RFC 3261 §9.1).</summary>
    public bool IsProceeding => _isInvite && _invite == InviteClientState.Proceeding;

    /// <summary>Sends the request. Once.</summary>
    public void Begin()
    {
        if (!_core.Transactions.TryAdd(this))
        {
            _user.OnNoResponse(this, StatusCode.ServiceUnavailable);
            return;
        }

        _last = SipWriter.ToBytes(Request);
        // A connection that is over before anything was heard: the request may never have left (§18.4). What was heard
        // already may be answered over another one (§18.2.2).
        _lost = Flow.Closed.UnsafeRegister(
            static transaction => ((ClientTransaction?)transaction)?.OnFlowClosed(), this);
        Carry(_isInvite ? InviteClientMachine.Begin : ClientMachine.Begin, null);
    }

    public void OnResponse(SipResponse response)
    {
        _isHeard = true;
        Step(
            response.IsProvisional ? TransactionInput.Provisional
                : response.IsSuccess ? TransactionInput.Success : TransactionInput.Failure,
            response);
    }

    /// <summary>§9.1: a cancelled INVITE that gets no final response within 64·T1 is over.</summary>
    public void LimitWait() => _giveUp.Start(SipTimers.GiveUp);

    /// <summary>The ACK of a 300–699: same branch, To of the response, Route of the request (§17.1.1.3).</summary>
    private SipRequest AckOf(SipResponse response)
    {
        var ack = new SipRequest(SipMethod.Ack, WireText.View(Request.RequestUriText.Span));
        ack.Headers.CopyFrom(Request.Headers, HeaderName.Via);
        ack.Headers.CopyFrom(Request.Headers, HeaderName.Route);
        ack.Headers.CopyFrom(Request.Headers, HeaderName.From);
        ack.Headers.CopyFrom(response.Headers, HeaderName.To);
        ack.Headers.CopyFrom(Request.Headers, HeaderName.CallId);
        ack.Headers.Add(HeaderName.CSeq, new CSeq(Request.CSeq.Number, SipMethod.Ack).ToString());
        ack.Headers.CopyFrom(Request.Headers, HeaderName.MaxForwards);
        return ack;
    }

    private void Step(TransactionInput input, SipResponse? response = null)
    {
        if (_forgotten)
        {
            return;
        }

        TransactionActions actions;
        if (_isInvite)
        {
            (_invite, actions) = InviteClientMachine.On(_invite, input);
        }
        else
        {
            (_other, actions) = ClientMachine.On(_other, input);
        }

        Carry(actions, response);
    }

    private void Carry(TransactionActions actions, SipResponse? response)
    {
        if (actions.HasFlag(TransactionActions.StopTimers))
        {
            StopTimers();
        }

        CarryTimers(actions);
        if ((actions & (TransactionActions.Send | TransactionActions.Repeat)) != 0)
        {
            Send(_last);
        }

        if (actions.HasFlag(TransactionActions.SendAck) && response is not null)
        {
            _ack = _ack.Length > 0 ? _ack : SipWriter.ToBytes(AckOf(response));
            Send(_ack);
        }

        if (actions.HasFlag(TransactionActions.Forget))
        {
            Forget();
        }

        if (actions.HasFlag(TransactionActions.ToUser) && response is not null)
        {
            _user.OnResponse(this, response);
        }

        if ((actions & (TransactionActions.TellTimeout | TransactionActions.TellTransportError)) != 0)
        {
            _user.OnNoResponse(this, actions.HasFlag(TransactionActions.TellTimeout)
                ? StatusCode.RequestTimeout : StatusCode.ServiceUnavailable);
        }
    }

    private void CarryTimers(TransactionActions actions)
    {
        if (actions.HasFlag(TransactionActions.StartRetransmit) && !Flow.Reliable)
        {
            _gap = SipTimers.T1;
            _retransmit.Start(_gap);
        }

        if (actions.HasFlag(TransactionActions.RearmRetransmit))
        {
            // Timer A doubles without a limit of its own (§17.1.1.2), timer E up to T2 (§17.1.2.2).
            _gap = SipTimers.Doubled(_gap, _isInvite ? SipTimers.GiveUp : SipTimers.T2);
            _retransmit.Start(_gap);
        }

        if (actions.HasFlag(TransactionActions.RearmRetransmitT2))
        {
            _retransmit.Start(SipTimers.T2);
        }

        if (actions.HasFlag(TransactionActions.StartGiveUp))
        {
            _giveUp.Start(SipTimers.GiveUp);
        }

        if (actions.HasFlag(TransactionActions.Linger64T1))
        {
            _linger.Start(SipTimers.GiveUp);
        }

        if (actions.HasFlag(TransactionActions.LingerD) || actions.HasFlag(TransactionActions.LingerT4))
        {
            var time = actions.HasFlag(TransactionActions.LingerD) ? SipTimers.TimerD : SipTimers.T4;
            // Zero on a reliable flow: the next letter of the mailbox, so that the response goes up first.
            _linger.Start(Flow.Reliable ? TimeSpan.Zero : time);
        }
    }

    private void Send(byte[] message)
    {
        _core.Options.Trace?.Invoke(new SipTrace(true, Flow.Remote, message));
        if (!Flow.Send(message))
        {
            Mailbox.PostOwn(() => Step(TransactionInput.TransportError));
        }
    }

    private void OnFlowClosed() => Mailbox.PostOwn(() =>
    {
        if (!_isHeard)
        {
            Step(TransactionInput.TransportError);
        }
    });

    private void Forget()
    {
        _forgotten = true;
        _lost.Unregister();
        StopTimers();
        _core.Transactions.Remove(this);
    }

    private void StopTimers()
    {
        _retransmit.Stop();
        _giveUp.Stop();
        _linger.Stop();
    }
}
