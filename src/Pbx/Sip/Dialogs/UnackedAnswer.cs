namespace Zhkh.Pbx.Sip;

/// <summary>
/// A 2xx to an INVITE, repeated until its ACK comes: the transaction is over with it, so the user repeats it end to
/// end,
/// on every transport (RFC 3261 §13.3.1.4).
/// </summary>
internal sealed class UnackedAnswer
{
    private readonly ServerTransaction _transaction;
    private readonly uint _cseq;
    private readonly WheelTimer _repeat;
    private readonly WheelTimer _giveUp;
    private TimeSpan _gap = SipTimers.T1;

    public UnackedAnswer(SipCore core, ServerTransaction transaction, uint cseq, Action onGiveUp)
    {
        (_transaction, _cseq) = (transaction, cseq);
        _repeat = new WheelTimer(core.Wheel, transaction.Mailbox, Repeat);
        _giveUp = new WheelTimer(core.Wheel, transaction.Mailbox, () =>
        {
            Stop();
            onGiveUp();
        });
        IsWaiting = true;
        _repeat.Start(_gap);
        _giveUp.Start(SipTimers.GiveUp);
    }

    public bool IsWaiting { get; private set; }

    /// <summary>True when this ACK is the one waited for, the first time it comes.</summary>
    public bool OnAck(uint cseq)
    {
        if (!IsWaiting || cseq != _cseq)
        {
            return false;
        }

        Stop();
        return true;
    }

    public void Stop()
    {
        IsWaiting = false;
        _repeat.Stop();
        _giveUp.Stop();
    }

    private void Repeat()
    {
        _transaction.Repeat();
        _gap = SipTimers.Doubled(_gap, SipTimers.T2);
        _repeat.Start(_gap);
    }
}
