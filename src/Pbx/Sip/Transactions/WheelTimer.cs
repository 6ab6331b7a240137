namespace Zhkh.Pbx.Sip;

/// <summary>
/// One timer of a conversation. It fires as a letter in the conversation's mailbox; a stop that the mailbox carries
/// out before that letter wins, so no timer is ever seen after it was stopped.
/// </summary>
internal sealed class WheelTimer(TimerWheel wheel, Mailbox mailbox, Action onDue)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>Guarded by the wheel.</summary>
    internal WheelTimer? Next { get; set; }

    /// <summary>Guarded by the wheel.</summary>
    internal WheelTimer? Previous { get; set; }

    /// <summary>Guarded by the wheel.</summary>
    internal bool Linked { get; set; }

    /// <summary>Guarded by the wheel.</summary>
    internal long DueTick { get; set; }

    /// <summary>Grows with each start and stop.</summary>
    internal int Generation { get; set; }

    /// <summary>The generation that fell due.</summary>
    internal int FiredGeneration { get; set; }

    /// <summary>Starts, or starts again, from now.</summary>
    public void Start(TimeSpan after) => wheel.Start(this, after);

    public void Stop() => wheel.Stop(this);

    internal void Fire()
    {
        if (!mailbox.PostOwn(Deliver) && Generation == FiredGeneration)
        {
            // A full mailbox is busy now and will not be later: a lost timer would keep its transaction for ever.
            Start(RetryAfter);
        }
    }

    private void Deliver()
    {
        if (Generation == FiredGeneration)
        {
            Generation++;
            onDue();
        }
    }
}
