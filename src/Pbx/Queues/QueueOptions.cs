namespace Zhkh.Pbx.Queues;

/// <summary>Habits of the waiting lines.</summary>
public sealed class QueueOptions
{
    /// <summary>Lines by name.</summary>
    public IReadOnlyList<WaitingLine> Lines { get; set; } = [WaitingLine.Dispatchers, WaitingLine.Emergency];

    /// <summary>Callers waiting at once; the next one is told at once that we call back.</summary>
    public int WaitingMax { get; set; } = 500;

    /// <summary>A phone that refused or did not answer is left alone for so long.</summary>
    public TimeSpan RestAfterRefusal { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// With no phone registered nobody can come: so long is waited for one to return (a phone that restarts).
    /// </summary>
    public TimeSpan NoPhonesPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Music between two announcements.</summary>
    public TimeSpan AnnouncementPause { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>What the first in line hears.</summary>
    public string NextPrompt { get; set; } = "q.next";
}
