using static Zhkh.Pbx.Sip.TransactionActions;
using State = Zhkh.Pbx.Sip.InviteServerState;

namespace Zhkh.Pbx.Sip;

/// <summary>States of RFC 3261 figure 7 as corrected by RFC 6026 figure 5.</summary>
internal enum InviteServerState
{
    Proceeding,
    Completed,
    Confirmed,
    Accepted,
    Terminated,
}

/// <summary>The INVITE server transaction, RFC 3261 §17.2.1 with the Accepted state of RFC 6026 §7.1.</summary>
internal static class InviteServerMachine
{
    public static (State Next, TransactionActions Do) On(State state, TransactionInput input) => state switch
    {
        State.Proceeding => input switch
        {
            TransactionInput.Request => (state, Repeat),
            TransactionInput.Provisional => (state, Send),
            TransactionInput.Success => (State.Accepted, Send | Linger64T1),
            TransactionInput.Failure => (State.Completed, Send | StartRetransmit | StartGiveUp),
            TransactionInput.TransportError => (state, TellTransportError),
            _ => (state, None),
        },
        State.Completed => input switch
        {
            TransactionInput.Request => (state, Repeat),
            TransactionInput.RetransmitTimer => (state, Repeat | RearmRetransmit),
            TransactionInput.Ack => (State.Confirmed, StopTimers | LingerT4),
            TransactionInput.GiveUpTimer => (State.Terminated, StopTimers | TellTimeout | Forget),
            TransactionInput.TransportError => (state, TellTransportError),
            _ => (state, None),
        },
        // Retransmitted requests and late ACKs are absorbed.
        State.Confirmed => input switch
        {
            TransactionInput.LingerTimer => (State.Terminated, StopTimers | Forget),
            _ => (state, None),
        },
        // RFC 6026 §7.1: the user repeats its 2xx itself (§13.3.1.4); a retransmitted INVITE is absorbed.
        State.Accepted => input switch
        {
            TransactionInput.Success => (state, Send),
            TransactionInput.Ack => (state, ToUser),
            TransactionInput.LingerTimer => (State.Terminated, StopTimers | Forget),
            TransactionInput.TransportError => (state, TellTransportError),
            _ => (state, None),
        },
        State.Terminated => (state, None),
    };
}
