namespace Zhkh.Pbx.Calls;

/// <summary>How a supervisor takes part in somebody else's call.</summary>
public enum SupervisorMode
{
    /// <summary>Hears all, is heard by nobody.</summary>
    Listen,

    /// <summary>Is heard by our people only.</summary>
    Whisper,

    /// <summary>Talks with all.</summary>
    Barge,
}
