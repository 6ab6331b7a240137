namespace Zhkh.Dispatch;

/// <summary>Moments at which a waiting callback makes itself heard, in their order; each is raised once.</summary>
[Flags]
public enum CallbackStages
{
    None = 0,

    /// <summary>Own clock: one minute left. Sound for every free dispatcher.</summary>
    OwnMinuteLeft = 1,

    /// <summary>Own clock at zero. The supervisor sees it.</summary>
    OwnDue = 2,

    /// <summary>The law's clock: one minute left.</summary>
    LegalMinuteLeft = 4,

    /// <summary>The law's clock at zero: a breach.</summary>
    LegalDue = 8,
}
