namespace Zhkh.Pbx.Sip;

/// <summary>
/// The one clock of all SIP timers: a hashed wheel of 10 ms slots. It ticks only while something waits, so an idle
/// exchange sleeps. A timer never fires early, and late by at most one slot.
/// </summary>
internal sealed class TimerWheel : IDisposable
{
    /// <summary>Width of a slot.</summary>
    public static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(10);

    private const int SlotsMax = 4096;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly ITimer _ticker;
    private readonly Lock _gate = new();
    private readonly WheelTimer?[] _slots = new WheelTimer?[SlotsMax];
    private readonly List<WheelTimer> _due = [];
    private long _tick;
    private int _count;
    private bool _ticking;

    public TimerWheel(TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        _ticker = time.CreateTimer(_ => Turn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many timers wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Dispose() => _ticker.Dispose();

    internal void Start(WheelTimer timer, TimeSpan after)
    {
        lock (_gate)
        {
            Unlink(timer);
            if (_count == 0)
            {
                // Nothing waited, so the ticks that were slept through need not be walked.
                _tick = Now();
            }

            timer.DueTick = TickOf(_time.GetElapsedTime(_started) + after);
            timer.Generation++;
            Link(timer);
            if (!_ticking)
            {
                _ticking = true;
                _ticker.Change(Resolution, Resolution);
            }
        }
    }

    internal void Stop(WheelTimer timer)
    {
        lock (_gate)
        {
            timer.Generation++;
            Unlink(timer);
        }
    }

    private void Turn()
    {
        WheelTimer[] due;
        lock (_gate)
        {
            for (var now = Now(); _tick < now && _count > 0;)
            {
                Collect(++_tick);
            }

            if (_count == 0 && _ticking)
            {
                _ticking = false;
                _ticker.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            due = [.. _due];
            _due.Clear();
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    private void Collect(long tick)
    {
        for (var timer = _slots[tick % SlotsMax]; timer is not null;)
        {
            var next = timer.Next;
            if (timer.DueTick <= tick)
            {
                Unlink(timer);
                timer.FiredGeneration = timer.Generation;
                _due.Add(timer);
            }

            timer = next;
        }
    }

    private long Now() => (long)(_time.GetElapsedTime(_started) / Resolution);

    /// <summary>The first tick at which the moment has passed; always a tick yet to come.</summary>
    private long TickOf(TimeSpan moment) =>
        Math.Max(_tick + 1, (moment.Ticks + Resolution.Ticks - 1) / Resolution.Ticks);

    private void Link(WheelTimer timer)
    {
        ref var head = ref _slots[timer.DueTick % SlotsMax];
        timer.Next = head;
        timer.Previous = null;
        if (head is not null)
        {
            head.Previous = timer;
        }

        head = timer;
        timer.Linked = true;
        _count++;
    }

    private void Unlink(WheelTimer timer)
    {
        if (!timer.Linked)
        {
            return;
        }

        if (timer.Previous is not null)
        {
            timer.Previous.Next = timer.Next;
        }
        else
        {
            _slots[timer.DueTick % SlotsMax] = timer.Next;
        }

        if (timer.Next is not null)
        {
            timer.Next.Previous = timer.Previous;
        }

        timer.Next = timer.Previous = null;
        timer.Linked = false;
        _count--;
    }
}
