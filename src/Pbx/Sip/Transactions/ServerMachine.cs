using static Zhkh.Pbx.Sip.TransactionActions;
using State = Zhkh.Pbx.Sip.ServerState;

namespace Zhkh.Pbx.Sip;

/// <summary>States of RFC 3261 figure 8.</summary>
internal enum ServerState
{
    Trying,
    Proceeding,
    Completed,
    Terminated,
}

/// <summary>The non-INVITE server transaction, RFC 3261 §17.2.2.</summary>
internal static class ServerMachine
{
    public static (State Next, TransactionActions Do) On(State state, TransactionInput input) => state switch
    {
        State.Trying => input switch
        {
            TransactionInput.Provisional => (State.Proceeding, Send),
            TransactionInput.Success or TransactionInput.Failure => (State.Completed, Send | LingerJ),
            _ => (state, None),
        },
        State.Proceeding => input switch
        {
            TransactionInput.Request => (state, Repeat),
            TransactionInput.Provisional => (state, Send),
            TransactionInput.Success or TransactionInput.Failure => (State.Completed, Send | LingerJ),
            TransactionInput.TransportError => (State.Terminated, StopTimers | TellTransportError | Forget),
            _ => (state, None),
        },
        // Any other final response of the user is discarded.
        State.Completed => input switch
        {
            TransactionInput.Request => (state, Repeat),
            TransactionInput.LingerTimer => (State.Terminated, StopTimers | Forget),
            TransactionInput.TransportError => (State.Terminated, StopTimers | TellTransportError | Forget),
            _ => (state, None),
        },
        State.Terminated => (state, None),
    };
}
