namespace Zhkh.Web.Live;

/// <summary>The latest events of one organisation. Not thread-safe: the stream locks.</summary>
internal sealed class EventRing
{
    /// <summary>A client that missed more takes a snapshot (CONTRACT).</summary>
    public const int EventsMax = 2_000;

    private readonly LiveEvent?[] _events = new LiveEvent?[EventsMax];

    /// <summary>The number of the newest event; 0 before the first.</summary>
    public long Seq { get; private set; }

    public void Add(LiveEvent added)
    {
        Seq = added.Seq;
        _events[added.Seq % EventsMax] = added;
    }

    /// <summary>Everything after a number, or null when it is from the future or no longer complete here.</summary>
    public IReadOnlyList<LiveEvent>? After(long seen)
    {
        if (seen < 0 || seen > Seq || Seq - seen > EventsMax)
        {
            return null;
        }

        var missed = new List<LiveEvent>((int)(Seq - seen));
        for (var seq = seen + 1; seq <= Seq; seq++)
        {
            missed.Add(_events[seq % EventsMax]
                ?? throw new InvalidOperationException($"Event {seq} of {Seq} is not in the ring"));
        }

        return missed;
    }
}
