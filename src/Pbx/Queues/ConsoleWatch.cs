namespace Zhkh.Pbx.Queues;

/// <summary>
/// Whose console fell silent (UX §4.4 rule 8). A phone whose console was never heard of is nobody's business: a desk
/// may work with telephones alone. One that was heard, and then is not for <see cref="QueueOptions.ConsoleSilence"/>,
/// is lost until it comes back or its phone comes anew. Safe from any thread.
/// </summary>
internal sealed class ConsoleWatch(QueueOptions options, TimeProvider time)
{
    /// <summary>A clock that rang too early is set for no less than this.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Watched> _consoles = new(StringComparer.Ordinal);

    /// <summary>A console was lost, or a lost one is back; on any thread.</summary>
    public Action? OnChanged { get; set; }

    /// <summary>The console of whoever sits at this phone gave a sign of life.</summary>
    public void Heard(string extension)
    {
        bool isBack;
        lock (_gate)
        {
            if (!_consoles.TryGetValue(extension, out var known))
            {
                if (_consoles.Count < AgentRoster.AgentsMax)
                {
                    known = new Watched { HeardAt = time.GetUtcNow(), Heard = time.GetTimestamp() };
                    known.Silence = time.CreateTimer(
                        _ => Look(extension, known), null, options.ConsoleSilence, Timeout.InfiniteTimeSpan);
                    _consoles.Add(extension, known);
                }

                return;
            }

            isBack = known.IsLost;
            (known.HeardAt, known.Heard, known.IsLost) = (time.GetUtcNow(), time.GetTimestamp(), false);
            known.Silence?.Change(options.ConsoleSilence, Timeout.InfiniteTimeSpan);
        }

        if (isBack)
        {
            OnChanged?.Invoke();
        }
    }

    /// <summary>Whoever keeps the line to it has waited for its silence: it is not waited out again.</summary>
    public void Gone(string extension)
    {
        lock (_gate)
        {
            if (!_consoles.TryGetValue(extension, out var known) || known.IsLost)
            {
                return;
            }

            (known.HeardAt, known.IsLost) = (time.GetUtcNow() - options.ConsoleSilence, true);
        }

        OnChanged?.Invoke();
    }

    /// <summary>
    /// When the console was last heard, once that is too long ago; null while it lives or none is known.
    /// </summary>
    public DateTimeOffset? LostSince(string extension)
    {
        lock (_gate)
        {
            return _consoles.TryGetValue(extension, out var known) && known.IsLost ? known.HeardAt : null;
        }
    }

    /// <summary>
    /// Somebody sat down at this phone anew: whose console there was before is no matter of theirs. One that lives says
    /// so with its next sign.
    /// </summary>
    public void Forget(string extension)
    {
        lock (_gate)
        {
            if (_consoles.Remove(extension, out var known))
            {
                known.Silence?.Dispose();
            }
        }
    }

    /// <summary>
    /// Its clock rang: lost, unless it was heard meanwhile or the clock was early. A timer and the time of day are two
    /// clocks, so nobody but this decides.
    /// </summary>
    private void Look(string extension, Watched watched)
    {
        lock (_gate)
        {
            if (watched.IsLost || !_consoles.TryGetValue(extension, out var known) || known != watched)
            {
                return;
            }

            var left = options.ConsoleSilence - time.GetElapsedTime(watched.Heard);
            if (left > TimeSpan.Zero)
            {
                watched.Silence?.Change(left > LookAgain ? left : LookAgain, Timeout.InfiniteTimeSpan);
                return;
            }

            watched.IsLost = true;
        }

        OnChanged?.Invoke();
    }

    private sealed class Watched
    {
        public required DateTimeOffset HeardAt { get; set; }

        /// <summary>The same as a timestamp.</summary>
        public required long Heard { get; set; }

        public bool IsLost { get; set; }

        public ITimer? Silence { get; set; }
    }
}
