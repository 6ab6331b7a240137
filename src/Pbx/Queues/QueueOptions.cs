namespace Zhkh.Pbx.Queues;

/// <summary>Habits of all waiting lines; what differs from queue to queue is in <see cref="Queue"/>.</summary>
public sealed class QueueOptions
{
    /// <summary>Callers waiting at once in all queues; the next one is led on at once.</summary>
    public int WaitingMax { get; set; } = 500;

    /// <summary>A phone that refused or did not answer is left alone for so long.</summary>
    public TimeSpan RestAfterRefusal { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// With no phone registered nobody can come: so long is waited for one to return (a phone that restarts).
    /// </summary>
    public TimeSpan NoPhonesPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A console that gave no sign for so long is lost (UX §4.4 rules 4 and 8).</summary>
    public TimeSpan ConsoleSilence { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>Whoever calls again within this, having reached nobody, goes before the others.</summary>
    public TimeSpan RepeatedWithin { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Numbers remembered for that; the oldest are forgotten.</summary>
    public int RepeatedMax { get; set; } = 10_000;
}
