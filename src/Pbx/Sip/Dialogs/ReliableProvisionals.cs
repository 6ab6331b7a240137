using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Carries out what <see cref="ReliableMachine"/> says: numbers the reliable provisionals of one INVITE, repeats the
/// one that waits for its PRACK at doubling gaps from T1, end to end on every transport, and keeps the others in
/// their order. Lives in the mailbox.
/// </summary>
internal sealed class ReliableProvisionals
{
    /// <summary>Provisionals that wait for the one before them; what is more is not worth saying.</summary>
    public const int QueueMax = 4;

    private readonly ServerTransaction _transaction;
    private readonly CSeq _invite;
    private readonly Action _onGiveUp;
    private readonly WheelTimer _repeat;
    private readonly WheelTimer _giveUp;
    private readonly Queue<SipResponse> _queue = new();
    private ReliableState _state;
    private uint _rseq = (uint)Random.Shared.Next(1, int.MaxValue / 2);
    private bool _carriesSdp;
    private TimeSpan _gap;

    public ReliableProvisionals(SipCore core, ServerTransaction transaction, CSeq invite, Action onGiveUp)
    {
        (_transaction, _invite, _onGiveUp) = (transaction, invite, onGiveUp);
        _repeat = new WheelTimer(core.Wheel, transaction.Mailbox, () => Step(ReliableInput.Repeat));
        _giveUp = new WheelTimer(core.Wheel, transaction.Mailbox, () => Step(ReliableInput.GiveUp));
    }

    /// <summary>True while the peer has not acknowledged our SDP: no 2xx before that (RFC 3262 §3).</summary>
    public bool HoldsAnswer => _queue.Any(r => r.Body.Length > 0)
        || (_state == ReliableState.Waiting && _carriesSdp);

    public void Say(SipResponse response) => Step(ReliableInput.Say, response);

    /// <summary>True when this PRACK is the one waited for.</summary>
    public bool OnPrack(RAck rack) => rack.RSeq == _rseq && rack.CSeq == _invite
        && Step(ReliableInput.Prack).HasFlag(ReliableActions.Acknowledge);

    /// <summary>The PRACK has its 200: the next one that waits may leave.</summary>
    public void Continue()
    {
        if (_state == ReliableState.Free && _queue.TryDequeue(out var next))
        {
            Step(ReliableInput.Say, next);
        }
    }

    /// <summary>The final response leaves.</summary>
    public void Conclude() => Step(ReliableInput.Conclude);

    private ReliableActions Step(ReliableInput input, SipResponse? response = null)
    {
        (_state, var actions) = ReliableMachine.On(_state, input);
        Carry(actions, response);
        return actions;
    }

    private void Carry(ReliableActions actions, SipResponse? response)
    {
        if (actions.HasFlag(ReliableActions.StopTimers))
        {
            _repeat.Stop();
            _giveUp.Stop();
        }

        if (actions.HasFlag(ReliableActions.Send) && response is not null)
        {
            Send(response);
        }

        if (actions.HasFlag(ReliableActions.StartTimers))
        {
            _gap = SipTimers.T1;
            _repeat.Start(_gap);
            _giveUp.Start(SipTimers.GiveUp);
        }

        if (actions.HasFlag(ReliableActions.Queue) && response is not null && _queue.Count < QueueMax)
        {
            _queue.Enqueue(response);
        }

        if (actions.HasFlag(ReliableActions.Repeat))
        {
            // §3: doubled each time, without the limit of T2.
            _transaction.Repeat();
            _gap *= 2;
            _repeat.Start(_gap);
        }

        if (actions.HasFlag(ReliableActions.Fail))
        {
            _onGiveUp();
        }
    }

    private void Send(SipResponse response)
    {
        _rseq++;
        _carriesSdp = response.Body.Length > 0;
        response.Headers.Add(HeaderName.Require, OptionTags.Reliable);
        response.Headers.Add(HeaderName.RSeq, _rseq.ToString(CultureInfo.InvariantCulture));
        _transaction.Respond(response);
    }
}
