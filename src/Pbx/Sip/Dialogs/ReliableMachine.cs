using Input = Zhkh.Pbx.Sip.ReliableInput;
using State = Zhkh.Pbx.Sip.ReliableState;

namespace Zhkh.Pbx.Sip;

/// <summary>How far the reliable provisionals of one INVITE are.</summary>
internal enum ReliableState
{
    /// <summary>Nothing waits for a PRACK.</summary>
    Free,

    /// <summary>The last one waits for its PRACK; those after it wait for that.</summary>
    Waiting,

    /// <summary>
    /// The final response is out while one waited: it is not repeated, but its PRACK is still answered.
    /// </summary>
    Final,

    /// <summary>Over.</summary>
    Over,
}

/// <summary>What can happen to them.</summary>
internal enum ReliableInput
{
    /// <summary>We wish to send one.</summary>
    Say,

    /// <summary>A PRACK with the RAck that is waited for.</summary>
    Prack,

    /// <summary>Time to repeat.</summary>
    Repeat,

    /// <summary>64·T1 without a PRACK.</summary>
    GiveUp,

    /// <summary>The final response leaves.</summary>
    Conclude,
}

/// <summary>What is to be done, in this order.</summary>
[Flags]
internal enum ReliableActions
{
    None = 0,
    StopTimers = 1 << 0,
    Send = 1 << 1,
    StartTimers = 1 << 2,

    /// <summary>Keep it until the one before it is acknowledged.</summary>
    Queue = 1 << 3,
    Repeat = 1 << 4,

    /// <summary>The PRACK gets 200.</summary>
    Acknowledge = 1 << 5,

    /// <summary>Refuse the INVITE with 5xx.</summary>
    Fail = 1 << 6,
}

/// <summary>The UAS of RFC 3262 §3.</summary>
internal static class ReliableMachine
{
    public static (State Next, ReliableActions Do) On(State state, Input input) => state switch
    {
        State.Free => input switch
        {
            Input.Say => (State.Waiting, ReliableActions.Send | ReliableActions.StartTimers),
            Input.Conclude => (State.Over, ReliableActions.None),
            _ => (state, ReliableActions.None),
        },
        State.Waiting => input switch
        {
            Input.Say => (state, ReliableActions.Queue),
            Input.Prack => (State.Free, ReliableActions.StopTimers | ReliableActions.Acknowledge),
            Input.Repeat => (state, ReliableActions.Repeat),
            Input.GiveUp => (State.Over, ReliableActions.StopTimers | ReliableActions.Fail),
            Input.Conclude => (State.Final, ReliableActions.StopTimers),
            _ => (state, ReliableActions.None),
        },
        State.Final => input switch
        {
            Input.Prack => (State.Over, ReliableActions.Acknowledge),
            _ => (state, ReliableActions.None),
        },
        State.Over => (state, ReliableActions.None),
    };
}
