namespace Zhkh.Pbx.Queues;

/// <summary>What somebody at a phone is doing.</summary>
public enum AgentState
{
    /// <summary>The phone is not registered.</summary>
    Away,
    Ready,
    InCall,
    WrapUp,
    Paused,

    /// <summary>The phone is registered and does not answer what is sent to it.</summary>
    PhoneSilent,

    /// <summary>Whoever sat at its console is gone without a word: nobody would see the card.</summary>
    ConsoleLost,
}

/// <summary>Why somebody takes no calls: a closed list, and own words for the rest.</summary>
public enum PauseReason
{
    Break,
    Lunch,
    Paperwork,
    Training,
    Meeting,
    Technical,

    /// <summary>Needs own words.</summary>
    Other,
}

/// <summary>A phone of ours that takes calls, and what it is doing.</summary>
/// <param name="CallId">The call it is in, or the one just wrapped up.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="WrapUpUntil">Set while a call is being wrapped up, whatever else is the case.</param>
/// <param name="IsRegistered">The phone has said where it is.</param>
public sealed record Agent(
    string Extension, AgentState State, DateTimeOffset Since, Guid? CallId, bool IsRegistered,
    PauseReason? PauseReason, string? PauseText, DateTimeOffset? WrapUpUntil);
