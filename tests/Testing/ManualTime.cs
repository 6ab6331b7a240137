namespace Zhkh.Testing;

/// <summary>
/// A clock moved by hand: timers fire in the order of their due time while <see cref="Advance"/> runs.
/// </summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;

    public ManualTime() : this(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Timers set from now on fire so much before their time, as those of a machine do by some ms.</summary>
    public TimeSpan EarlyBy { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, stopping at every due timer on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextBefore(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = end;
        }
    }

    private ManualTimer? NextBefore(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            if (next is not null && next.Due > _now)
            {
                _now = next.Due!.Value;
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, Action callback) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null
                    : time._now + (dueTime > time.EarlyBy ? dueTime - time.EarlyBy : TimeSpan.Zero);
                time._timers.Remove(this);
                if (Due is not null)
                {
                    time._timers.Add(this);
                }

                return true;
            }
        }

        public void Fire()
        {
            lock (time._gate)
            {
                var repeats = _period > TimeSpan.Zero;
                Due = repeats ? Due + _period : null;
                if (!repeats)
                {
                    time._timers.Remove(this);
                }
            }

            callback();
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                Due = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
