using static Zhkh.Pbx.Sip.TransactionActions;
using State = Zhkh.Pbx.Sip.ClientState;

namespace Zhkh.Pbx.Sip;

/// <summary>States of RFC 3261 figure 6.</summary>
internal enum ClientState
{
    Trying,
    Proceeding,
    Completed,
    Terminated,
}

/// <summary>The non-INVITE client transaction, RFC 3261 §17.1.2.</summary>
internal static class ClientMachine
{
    /// <summary>What the driver does when the request is handed over.</summary>
    public const TransactionActions Begin = Send | StartRetransmit | StartGiveUp;

    public static (State Next, TransactionActions Do) On(State state, TransactionInput input) => state switch
    {
        State.Trying => input switch
        {
            TransactionInput.RetransmitTimer => (state, Repeat | RearmRetransmit),
            TransactionInput.GiveUpTimer => (State.Terminated, StopTimers | TellTimeout | Forget),
            TransactionInput.Provisional => (State.Proceeding, ToUser),
            TransactionInput.Success or TransactionInput.Failure =>
                (State.Completed, StopTimers | ToUser | LingerT4),
            TransactionInput.TransportError => (State.Terminated, StopTimers | TellTransportError | Forget),
            _ => (state, None),
        },
        State.Proceeding => input switch
        {
            TransactionInput.RetransmitTimer => (state, Repeat | RearmRetransmitT2),
            TransactionInput.GiveUpTimer => (State.Terminated, StopTimers | TellTimeout | Forget),
            TransactionInput.Provisional => (state, ToUser),
            TransactionInput.Success or TransactionInput.Failure =>
                (State.Completed, StopTimers | ToUser | LingerT4),
            TransactionInput.TransportError => (State.Terminated, StopTimers | TellTransportError | Forget),
            _ => (state, None),
        },
        State.Completed => input switch
        {
            TransactionInput.LingerTimer => (State.Terminated, StopTimers | Forget),
            _ => (state, None),
        },
        State.Terminated => (state, None),
    };
}
