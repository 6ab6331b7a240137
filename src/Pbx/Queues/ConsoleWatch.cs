namespace Zhkh.Pbx.Queues;

/// <summary>
/// Whose console fell silent (UX §4.4 rule 8). A phone whose console was never heard of is nobody's business: a desk
/// may work with telephones alone. One that was heard, and then is not for <see cref="QueueOptions.ConsoleSilence"/>,
/// is lost until it comes back or its phone comes anew. Safe from any thread.
/// </summary>
internal sealed class ConsoleWatch(QueueOptions options, TimeProvider time)
{
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
            var now = time.GetUtcNow();
            if (_consoles.TryGetValue(extension, out var known))
            {
                isBack = now - known.HeardAt >= options.ConsoleSilence;
                known.HeardAt = now;
                known.Silence.Change(options.ConsoleSilence, Timeout.InfiniteTimeSpan);
            }
            else
            {
                isBack = false;
                if (_consoles.Count < AgentRoster.AgentsMax)
                {
                    _consoles.Add(extension, new Watched(now, time.CreateTimer(
                        _ => OnChanged?.Invoke(), null, options.ConsoleSilence, Timeout.InfiniteTimeSpan)));
                }
            }
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
            var silent = time.GetUtcNow() - options.ConsoleSilence;
            if (!_consoles.TryGetValue(extension, out var known) || known.HeardAt <= silent)
            {
                return;
            }

            known.HeardAt = silent;
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
            return _consoles.TryGetValue(extension, out var known)
                && time.GetUtcNow() - known.HeardAt >= options.ConsoleSilence ? known.HeardAt : null;
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
                known.Silence.Dispose();
            }
        }
    }

    private sealed class Watched(DateTimeOffset heardAt, ITimer silence)
    {
        public DateTimeOffset HeardAt { get; set; } = heardAt;

        public ITimer Silence { get; } = silence;
    }
}
