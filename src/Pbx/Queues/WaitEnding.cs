namespace Zhkh.Pbx.Queues;

/// <summary>How the wait in a line ended.</summary>
public enum WaitEnding
{
    /// <summary>A person talked to the caller; the talk is over.</summary>
    Served,

    /// <summary>The caller left the line.</summary>
    CallerLeft,

    /// <summary>Nobody is signed in, nobody came in time, or the line is full.</summary>
    NobodyThere,

    /// <summary>1 was pressed: rather a call back than waiting.</summary>
    WantsCallback,

    /// <summary>2 was pressed: rather a message.</summary>
    WantsMessage,

    /// <summary>9 was pressed: this is an emergency.</summary>
    WantsEmergency,
}
