namespace Zhkh.Pbx.Queues;

/// <summary>How the wait in a line ended.</summary>
public enum WaitEnding
{
    /// <summary>A person talked to the caller; the talk is over.</summary>
    Served,

    /// <summary>The caller left the line.</summary>
    CallerLeft,

    /// <summary>Nobody is signed in, or nobody came in time.</summary>
    NobodyThere,
}
