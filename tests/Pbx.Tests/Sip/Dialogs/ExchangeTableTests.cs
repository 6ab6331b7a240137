using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>
/// Every state × every input of the offers and of the reliable provisionals, against tables written down from the RFCs.
/// A line that is not there means: nothing happens.
/// </summary>
public sealed class ExchangeTableTests
{
    // RFC 3261 §14.1, §14.2; RFC 3311 §5.1, §5.2.
    private const string Exchange = """
        Idle                TheyInvite -> TheirInvite         : Proceed
        Idle                TheyOffer  -> Idle                : Proceed
        Idle                WeInvite   -> OurInvite           : Proceed
        Idle                WeUpdate   -> OurUpdate           : Proceed
        OurInvite           TheyInvite -> OurInvite           : Glare
        OurInvite           TheyOffer  -> OurInvite           : Glare
        OurInvite           WeInvite   -> OurInvite           : Later
        OurInvite           WeUpdate   -> OurInvite           : Later
        OurInvite           TheyAnswer -> OurInviteAnswered   : None
        OurInvite           Concluded  -> Idle                : None
        OurInviteAnswered   TheyInvite -> OurInviteAnswered   : Glare
        OurInviteAnswered   TheyOffer  -> OurInviteAnswered   : Proceed
        OurInviteAnswered   WeInvite   -> OurInviteAnswered   : Later
        OurInviteAnswered   WeUpdate   -> OurInviteAnswered   : Later
        OurInviteAnswered   Concluded  -> Idle                : None
        OurUpdate           TheyInvite -> OurUpdate           : Glare
        OurUpdate           TheyOffer  -> OurUpdate           : Glare
        OurUpdate           WeInvite   -> OurUpdate           : Later
        OurUpdate           WeUpdate   -> OurUpdate           : Later
        OurUpdate           Concluded  -> Idle                : None
        TheirInvite         TheyInvite -> TheirInvite         : Later
        TheirInvite         TheyOffer  -> TheirInvite         : Later
        TheirInvite         WeInvite   -> TheirInvite         : Later
        TheirInvite         WeUpdate   -> TheirInvite         : Later
        TheirInvite         WeAnswer   -> TheirInviteAnswered : None
        TheirInvite         WeOffer    -> TheirInviteOffered  : None
        TheirInvite         WeAccept   -> Unacked             : None
        TheirInvite         WeRefuse   -> Idle                : None
        TheirInviteAnswered TheyInvite -> TheirInviteAnswered : Later
        TheirInviteAnswered TheyOffer  -> TheirInviteAnswered : Proceed
        TheirInviteAnswered WeInvite   -> TheirInviteAnswered : Later
        TheirInviteAnswered WeUpdate   -> TheirInviteAnswered : Later
        TheirInviteAnswered WeAccept   -> Unacked             : None
        TheirInviteAnswered WeRefuse   -> Idle                : None
        TheirInviteOffered  TheyInvite -> TheirInviteOffered  : Later
        TheirInviteOffered  TheyOffer  -> TheirInviteOffered  : Glare
        TheirInviteOffered  WeInvite   -> TheirInviteOffered  : Later
        TheirInviteOffered  WeUpdate   -> TheirInviteOffered  : Later
        TheirInviteOffered  TheyAnswer -> TheirInviteAnswered : None
        TheirInviteOffered  WeAccept   -> Unacked             : None
        TheirInviteOffered  WeRefuse   -> Idle                : None
        Unacked             TheyInvite -> Unacked             : Later
        Unacked             TheyOffer  -> Unacked             : Later
        Unacked             WeInvite   -> Unacked             : Later
        Unacked             WeUpdate   -> Unacked             : Later
        Unacked             Acked      -> Idle                : None
        """;

    // RFC 3262 §3.
    private const string Reliable = """
        Free    Say      -> Waiting : Send StartTimers
        Free    Conclude -> Over    : None
        Waiting Say      -> Waiting : Queue
        Waiting Prack    -> Free    : StopTimers Acknowledge
        Waiting Repeat   -> Waiting : Repeat
        Waiting GiveUp   -> Over    : StopTimers Fail
        Waiting Conclude -> Final   : StopTimers
        Final   Prack    -> Over    : Acknowledge
        """;

    [Fact]
    public void Offers_follow_rfc_3261_and_3311() => Assert.Equal(
        Lines(Exchange), Rows<ExchangeState, ExchangeInput, ExchangeVerdict>(ExchangeMachine.On, v => v.ToString()));

    [Fact]
    public void Reliable_provisionals_follow_rfc_3262() => Assert.Equal(
        Lines(Reliable), Rows<ReliableState, ReliableInput, ReliableActions>(ReliableMachine.On, Names));

    private static string Names(ReliableActions actions) => actions == 0 ? "None" : string.Join(
        ' ', Enum.GetValues<ReliableActions>().Where(a => a != 0 && actions.HasFlag(a)));

    private static string[] Lines(string table) => [.. table.Split('\n')
        .Select(l => string.Join(' ', l.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries)))
        .Where(l => l.Length > 0).Order(StringComparer.Ordinal)];

    private static string[] Rows<TState, TInput, TWhat>(
        Func<TState, TInput, (TState, TWhat)> on, Func<TWhat, string> name)
        where TState : struct, Enum
        where TInput : struct, Enum
    {
        var rows = new List<string>();
        foreach (var state in Enum.GetValues<TState>())
        {
            foreach (var input in Enum.GetValues<TInput>())
            {
                var (next, what) = on(state, input);
                if (!next.Equals(state) || name(what) != "None")
                {
                    rows.Add($"{state} {input} -> {next} : {name(what)}");
                }
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return [.. rows];
    }
}
