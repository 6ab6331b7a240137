using static Zhkh.Pbx.Sip.ExchangeVerdict;
using Input = Zhkh.Pbx.Sip.ExchangeInput;
using State = Zhkh.Pbx.Sip.ExchangeState;

namespace Zhkh.Pbx.Sip;

/// <summary>How far offer and answer, and the INVITE that carries them, are in one dialog.</summary>
internal enum ExchangeState
{
    /// <summary>No INVITE runs and no offer is open.</summary>
    Idle,

    /// <summary>Our INVITE has no final response; its offer is open.</summary>
    OurInvite,

    /// <summary>Our INVITE has no final response, but its offer was answered by a reliable provisional.</summary>
    OurInviteAnswered,

    /// <summary>The offer of our UPDATE is open.</summary>
    OurUpdate,

    /// <summary>The peer's INVITE has no final response of ours; its offer is open, or it had none.</summary>
    TheirInvite,

    /// <summary>The peer's INVITE has no final response of ours, but offer and answer are done.</summary>
    TheirInviteAnswered,

    /// <summary>
    /// The peer's INVITE had no offer and our reliable provisional made one: PRACK brings the answer.
    /// </summary>
    TheirInviteOffered,

    /// <summary>Our 2xx waits for its ACK.</summary>
    Unacked,
}

/// <summary>What can happen to it.</summary>
internal enum ExchangeInput
{
    /// <summary>An INVITE of the peer.</summary>
    TheyInvite,

    /// <summary>An UPDATE or PRACK of the peer with a new offer.</summary>
    TheyOffer,

    /// <summary>An answer of the peer to an offer of ours, before the final response.</summary>
    TheyAnswer,

    /// <summary>We wish to send an INVITE.</summary>
    WeInvite,

    /// <summary>We wish to send an UPDATE with an offer.</summary>
    WeUpdate,

    /// <summary>A reliable provisional of ours answers the peer's offer.</summary>
    WeAnswer,

    /// <summary>A reliable provisional of ours makes the offer.</summary>
    WeOffer,

    /// <summary>Our 2xx to the peer's INVITE leaves.</summary>
    WeAccept,

    /// <summary>Our refusal of the peer's INVITE leaves.</summary>
    WeRefuse,

    /// <summary>The ACK of our 2xx.</summary>
    Acked,

    /// <summary>The final response to our INVITE or UPDATE.</summary>
    Concluded,
}

/// <summary>What is to be done with the message that was asked about.</summary>
internal enum ExchangeVerdict
{
    /// <summary>Nothing was asked.</summary>
    None,

    /// <summary>Serve it, or send it.</summary>
    Proceed,

    /// <summary>Both offer at once: 491.</summary>
    Glare,

    /// <summary>Something before it is not finished: 500 with Retry-After, or wait with ours.</summary>
    Later,
}

/// <summary>
/// Who may offer when: RFC 3261 §14.1 and §14.2, RFC 3311 §5.1 and §5.2, RFC 3262 §5, in the form of RFC 6337 table 2.
/// </summary>
internal static class ExchangeMachine
{
    public static (State Next, ExchangeVerdict Verdict) On(State state, Input input) => state switch
    {
        State.Idle => input switch
        {
            Input.TheyInvite => (State.TheirInvite, Proceed),
            Input.TheyOffer => (state, Proceed),
            Input.WeInvite => (State.OurInvite, Proceed),
            Input.WeUpdate => (State.OurUpdate, Proceed),
            _ => (state, None),
        },
        State.OurInvite or State.OurInviteAnswered or State.OurUpdate => OfOurs(state, input),
        State.TheirInvite or State.TheirInviteAnswered or State.TheirInviteOffered => OfTheirs(state, input),
        State.Unacked => input switch
        {
            Input.TheyInvite or Input.TheyOffer or Input.WeInvite or Input.WeUpdate => (state, Later),
            Input.Acked => (State.Idle, None),
            _ => (state, None),
        },
    };

    /// <summary>Something of ours has no final response yet.</summary>
    private static (State Next, ExchangeVerdict Verdict) OfOurs(State state, Input input) => input switch
    {
        Input.TheyInvite => (state, Glare),
        Input.TheyOffer => (state, state == State.OurInviteAnswered ? Proceed : Glare),
        Input.WeInvite or Input.WeUpdate => (state, Later),
        Input.TheyAnswer when state == State.OurInvite => (State.OurInviteAnswered, None),
        Input.Concluded => (State.Idle, None),
        _ => (state, None),
    };

    /// <summary>Their INVITE has no final response of ours yet.</summary>
    private static (State Next, ExchangeVerdict Verdict) OfTheirs(State state, Input input) => input switch
    {
        Input.TheyInvite or Input.WeInvite or Input.WeUpdate => (state, Later),
        Input.TheyOffer => (state,
            state == State.TheirInviteAnswered ? Proceed : state == State.TheirInviteOffered ? Glare : Later),
        Input.WeAnswer when state == State.TheirInvite => (State.TheirInviteAnswered, None),
        Input.WeOffer when state == State.TheirInvite => (State.TheirInviteOffered, None),
        Input.TheyAnswer when state == State.TheirInviteOffered => (State.TheirInviteAnswered, None),
        Input.WeAccept => (State.Unacked, None),
        Input.WeRefuse => (State.Idle, None),
        _ => (state, None),
    };
}
