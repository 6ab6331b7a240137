namespace Zhkh.Pbx.Queues;

/// <summary>Whose phone rings for the caller who is next.</summary>
public enum RingStrategy
{
    /// <summary>All free ones; whoever answers first gets the call.</summary>
    RingAll,

    /// <summary>The one who has been without a call the longest.</summary>
    LongestIdle,

    /// <summary>In turn, by the number of the phone.</summary>
    RoundRobin,
}
