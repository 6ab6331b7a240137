namespace Zhkh.Pbx.Rtp;

/// <summary>
/// Legs that other threads have changed since the media thread last looked: a stack without locks, linked through the
/// legs themselves. A leg stands on it at most once, so the number of legs is its bound.
/// </summary>
internal sealed class MediaInbox
{
    private RtpLeg? _top;

    /// <summary>Puts a leg on the stack. True when it was empty: the media thread has to be woken.</summary>
    public bool Push(RtpLeg leg)
    {
        while (true)
        {
            var top = Volatile.Read(ref _top);
            leg.InboxNext = top;
            if (Interlocked.CompareExchange(ref _top, leg, top) == top)
            {
                return top is null;
            }
        }
    }

    /// <summary>Takes all of them; the caller walks <see cref="RtpLeg.InboxNext"/>.</summary>
    public RtpLeg? TakeAll() => Volatile.Read(ref _top) is null ? null : Interlocked.Exchange(ref _top, null);
}
