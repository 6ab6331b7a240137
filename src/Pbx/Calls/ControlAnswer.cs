namespace Zhkh.Pbx.Calls;

/// <summary>What came of a wish about a call (UX §4.4 rule 5).</summary>
public abstract record ControlAnswer
{
    private ControlAnswer()
    {
    }

    internal static ControlAnswer Ok { get; } = new Done();

    /// <summary>The call is over.</summary>
    public static ControlAnswer TooLate { get; } = new Gone();

    /// <summary>Done, or under way; a wish that is true already is done.</summary>
    public sealed record Done : ControlAnswer;

    /// <summary>It cannot be done as things are.</summary>
    /// <param name="By">Whose doing stands in the way: an extension or a number, where there is one.</param>
    public sealed record Conflict(ControlRefusal Reason, string? By = null) : ControlAnswer;

    /// <summary>The call, or the party, is over.</summary>
    public sealed record Gone : ControlAnswer;

    internal static ControlAnswer No(ControlRefusal reason, string? by = null) => new Conflict(reason, by);
}

/// <summary>Why a wish about a call was not fulfilled.</summary>
public enum ControlRefusal
{
    /// <summary>Your telephone is not in this call.</summary>
    NotInCall,

    /// <summary>Somebody else is changing places in it.</summary>
    Moving,

    /// <summary>Somebody else has it: talks, holds it, picks it up.</summary>
    Taken,

    /// <summary>There is nobody to be held, joined or passed on.</summary>
    NobodyThere,

    /// <summary>The telephone is in another call.</summary>
    Busy,

    /// <summary>The telephone is not connected.</summary>
    NotConnected,

    /// <summary>It is no extension, no line and no number that may be called.</summary>
    BadTarget,

    /// <summary>The minutes of calls out are used up.</summary>
    DialLimit,

    /// <summary>There is no way to the operator.</summary>
    NoTrunk,

    /// <summary>As many as may be are in the call already.</summary>
    Full,

    /// <summary>The telephone is ringing already and has to be answered by hand.</summary>
    LiftHandset,
}
