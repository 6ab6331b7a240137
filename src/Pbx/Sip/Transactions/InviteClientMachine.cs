using static Zhkh.Pbx.Sip.TransactionActions;
using State = Zhkh.Pbx.Sip.InviteClientState;

namespace Zhkh.Pbx.Sip;

/// <summary>States of RFC 3261 figure 5 as corrected by RFC 6026 figure 4.</summary>
internal enum InviteClientState
{
    Calling,
    Proceeding,
    Completed,
    Accepted,
    Terminated,
}

/// <summary>The INVITE client transaction, RFC 3261 §17.1.1 with the Accepted state of RFC 6026 §7.2.</summary>
internal static class InviteClientMachine
{
    /// <summary>What the driver does when the request is handed over.</summary>
    public const TransactionActions Begin = Send | StartRetransmit | StartGiveUp;

    public static (State Next, TransactionActions Do) On(State state, TransactionInput input) => state switch
    {
        State.Calling => input switch
        {
            TransactionInput.RetransmitTimer => (state, Repeat | RearmRetransmit),
            TransactionInput.GiveUpTimer => (State.Terminated, StopTimers | TellTimeout | Forget),
            TransactionInput.Provisional => (State.Proceeding, StopTimers | ToUser),
            TransactionInput.Success => (State.Accepted, StopTimers | ToUser | Linger64T1),
            TransactionInput.Failure => (State.Completed, StopTimers | SendAck | ToUser | LingerD),
            TransactionInput.TransportError => (State.Terminated, StopTimers | TellTransportError | Forget),
            _ => (state, None),
        },
        State.Proceeding => input switch
        {
            TransactionInput.Provisional => (state, ToUser),
            TransactionInput.Success => (State.Accepted, StopTimers | ToUser | Linger64T1),
            TransactionInput.Failure => (State.Completed, StopTimers | SendAck | ToUser | LingerD),
            // Not in the figure: the user's own limit for an unanswered call, armed with 64·T1 after a CANCEL (§9.1).
            TransactionInput.GiveUpTimer => (State.Terminated, StopTimers | TellTimeout | Forget),
            _ => (state, None),
        },
        State.Completed => input switch
        {
            TransactionInput.Failure => (state, SendAck),
            TransactionInput.LingerTimer => (State.Terminated, StopTimers | Forget),
            TransactionInput.TransportError => (State.Terminated, StopTimers | TellTransportError | Forget),
            _ => (state, None),
        },
        // Every 2xx, repeated or from another fork, goes up: its ACK is the user's (§13.2.2.4).
        State.Accepted => input switch
        {
            TransactionInput.Success => (state, ToUser),
            TransactionInput.LingerTimer => (State.Terminated, StopTimers | Forget),
            _ => (state, None),
        },
        State.Terminated => (state, None),
    };
}
