namespace Zhkh.Pbx.Sip;

/// <summary>
/// Carries out what <see cref="InviteServerMachine"/> or <see cref="ServerMachine"/> says: timers, retransmissions,
/// the table. Everything but <see cref="Evict"/> runs in the mailbox of its conversation. Once answered it keeps
/// nothing but the octets of the answer.
/// </summary>
internal sealed class ServerTransaction
{
    private readonly SipCore _core;
    private readonly bool _isInvite;
    private readonly WheelTimer _retransmit;
    private readonly WheelTimer _giveUp;
    private readonly WheelTimer _linger;
    private Flow _reply;
    private InviteServerState _invite = InviteServerState.Proceeding;
    private ServerState _other = ServerState.Trying;
    private byte[] _last = [];
    private TimeSpan _gap;
    private volatile bool _forgotten;

    public ServerTransaction(SipCore core, Mailbox mailbox, string key, bool isInvite, Flow reply)
    {
        (_core, Mailbox, Key, _isInvite, _reply) = (core, mailbox, key, isInvite, reply);
        _retransmit = new WheelTimer(core.Wheel, mailbox, () => Step(TransactionInput.RetransmitTimer));
        _giveUp = new WheelTimer(core.Wheel, mailbox, () => Step(TransactionInput.GiveUpTimer));
        _linger = new WheelTimer(core.Wheel, mailbox, () => Step(TransactionInput.LingerTimer));
    }

    public Mailbox Mailbox { get; }

    public string Key { get; }

    /// <summary>What a CANCEL of this INVITE does; null once that is meaningless.</summary>
    public Action? OnCancel { get; set; }

    public bool IsForgotten => _forgotten;

    /// <summary>True until a final response was sent.</summary>
    public bool IsOpen => _isInvite
        ? _invite is InviteServerState.Proceeding
        : _other is ServerState.Trying or ServerState.Proceeding;

    /// <summary>The request came again, or its ACK.</summary>
    public void OnRequest(SipMethod method) =>
        Step(method == SipMethod.Ack ? TransactionInput.Ack : TransactionInput.Request);

    /// <summary>Sends a response of the user.</summary>
    public void Respond(SipResponse response)
    {
        var input = response.IsProvisional ? TransactionInput.Provisional
            : response.IsSuccess ? TransactionInput.Success : TransactionInput.Failure;
        Step(input, SipWriter.ToBytes(response));
    }

    /// <summary>Sends the last response again: how the user repeats its 2xx, and a provisional each minute.</summary>
    public void Repeat() => Send();

    /// <summary>Leaves the table because it is full; safe from any thread.</summary>
    public void Evict()
    {
        _core.Transactions.Remove(this);
        _forgotten = true;
        Mailbox.PostOwn(StopTimers);
    }

    private void Step(TransactionInput input, byte[]? response = null)
    {
        if (_forgotten)
        {
            return;
        }

        TransactionActions actions;
        var wasOpen = IsOpen;
        if (_isInvite)
        {
            (_invite, actions) = InviteServerMachine.On(_invite, input);
        }
        else
        {
            (_other, actions) = ServerMachine.On(_other, input);
        }

        Carry(actions, response);
        if (wasOpen && !IsOpen && !_forgotten)
        {
            OnCancel = null;
            _core.Transactions.Finished(this);
        }
    }

    private void Carry(TransactionActions actions, byte[]? response)
    {
        if (actions.HasFlag(TransactionActions.StopTimers))
        {
            StopTimers();
        }

        if (actions.HasFlag(TransactionActions.Send) && response is not null)
        {
            _last = response;
            Send();
        }

        if (actions.HasFlag(TransactionActions.Repeat) && _last.Length > 0)
        {
            Send();
        }

        CarryTimers(actions);
        if (actions.HasFlag(TransactionActions.Forget))
        {
            Forget();
        }
    }

    private void CarryTimers(TransactionActions actions)
    {
        if (actions.HasFlag(TransactionActions.StartRetransmit) && !_reply.Reliable)
        {
            _gap = SipTimers.T1;
            _retransmit.Start(_gap);
        }

        if (actions.HasFlag(TransactionActions.RearmRetransmit))
        {
            _gap = SipTimers.Doubled(_gap, SipTimers.T2);
            _retransmit.Start(_gap);
        }

        if (actions.HasFlag(TransactionActions.StartGiveUp))
        {
            _giveUp.Start(SipTimers.GiveUp);
        }

        if (actions.HasFlag(TransactionActions.Linger64T1))
        {
            _linger.Start(SipTimers.GiveUp);
        }

        if (actions.HasFlag(TransactionActions.LingerT4))
        {
            LingerIfUnreliable(SipTimers.T4);
        }

        if (actions.HasFlag(TransactionActions.LingerJ))
        {
            LingerIfUnreliable(SipTimers.GiveUp);
        }
    }

    private void LingerIfUnreliable(TimeSpan time)
    {
        if (_reply.Reliable)
        {
            Step(TransactionInput.LingerTimer);
        }
        else
        {
            _linger.Start(time);
        }
    }

    private void Send()
    {
        // §18.2.2: an answer whose connection is over goes over a new one, where the connection was ours to make.
        if (_reply is { Reliable: true, IsOpen: false })
        {
            _reply = _reply.Again() ?? _reply;
        }

        // A datagram that the kernel refused is as lost as one that the network dropped; the peer asks again.
        if (!_reply.Send(_last) && _reply.Reliable)
        {
            Step(TransactionInput.TransportError);
        }
    }

    private void Forget()
    {
        if (!_forgotten)
        {
            _forgotten = true;
            StopTimers();
            _core.Transactions.Remove(this);
        }
    }

    private void StopTimers()
    {
        _retransmit.Stop();
        _giveUp.Stop();
        _linger.Stop();
    }
}
