using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Tests.Sip.Transactions;

/// <summary>
/// Every state × every input of the four machines against tables written down from the figures of RFC 3261 §17 and
/// RFC 6026. A line that is not there means: nothing happens.
/// </summary>
public sealed class MachineTableTests
{
    private const string InviteServer = """
        Proceeding Request         -> Proceeding : Repeat
        Proceeding Provisional     -> Proceeding : Send
        Proceeding Success         -> Accepted   : Send Linger64T1
        Proceeding Failure         -> Completed  : Send StartRetransmit StartGiveUp
        Proceeding TransportError  -> Proceeding : TellTransportError
        Completed  Request         -> Completed  : Repeat
        Completed  RetransmitTimer -> Completed  : Repeat RearmRetransmit
        Completed  Ack             -> Confirmed  : StopTimers LingerT4
        Completed  GiveUpTimer     -> Terminated : StopTimers TellTimeout Forget
        Completed  TransportError  -> Completed  : TellTransportError
        Confirmed  LingerTimer     -> Terminated : StopTimers Forget
        Accepted   Success         -> Accepted   : Send
        Accepted   Ack             -> Accepted   : ToUser
        Accepted   LingerTimer     -> Terminated : StopTimers Forget
        Accepted   TransportError  -> Accepted   : TellTransportError
        """;

    private const string Server = """
        Trying     Provisional     -> Proceeding : Send
        Trying     Success         -> Completed  : Send LingerJ
        Trying     Failure         -> Completed  : Send LingerJ
        Proceeding Request         -> Proceeding : Repeat
        Proceeding Provisional     -> Proceeding : Send
        Proceeding Success         -> Completed  : Send LingerJ
        Proceeding Failure         -> Completed  : Send LingerJ
        Proceeding TransportError  -> Terminated : StopTimers TellTransportError Forget
        Completed  Request         -> Completed  : Repeat
        Completed  LingerTimer     -> Terminated : StopTimers Forget
        Completed  TransportError  -> Terminated : StopTimers TellTransportError Forget
        """;

    private const string InviteClient = """
        Calling    RetransmitTimer -> Calling    : Repeat RearmRetransmit
        Calling    GiveUpTimer     -> Terminated : StopTimers TellTimeout Forget
        Calling    Provisional     -> Proceeding : StopTimers ToUser
        Calling    Success         -> Accepted   : StopTimers Linger64T1 ToUser
        Calling    Failure         -> Completed  : StopTimers SendAck LingerD ToUser
        Calling    TransportError  -> Terminated : StopTimers TellTransportError Forget
        Proceeding Provisional     -> Proceeding : ToUser
        Proceeding Success         -> Accepted   : StopTimers Linger64T1 ToUser
        Proceeding Failure         -> Completed  : StopTimers SendAck LingerD ToUser
        Proceeding GiveUpTimer     -> Terminated : StopTimers TellTimeout Forget
        Completed  Failure         -> Completed  : SendAck
        Completed  LingerTimer     -> Terminated : StopTimers Forget
        Completed  TransportError  -> Terminated : StopTimers TellTransportError Forget
        Accepted   Success         -> Accepted   : ToUser
        Accepted   LingerTimer     -> Terminated : StopTimers Forget
        """;

    private const string Client = """
        Trying     RetransmitTimer -> Trying     : Repeat RearmRetransmit
        Trying     GiveUpTimer     -> Terminated : StopTimers TellTimeout Forget
        Trying     Provisional     -> Proceeding : ToUser
        Trying     Success         -> Completed  : StopTimers LingerT4 ToUser
        Trying     Failure         -> Completed  : StopTimers LingerT4 ToUser
        Trying     TransportError  -> Terminated : StopTimers TellTransportError Forget
        Proceeding RetransmitTimer -> Proceeding : Repeat RearmRetransmitT2
        Proceeding GiveUpTimer     -> Terminated : StopTimers TellTimeout Forget
        Proceeding Provisional     -> Proceeding : ToUser
        Proceeding Success         -> Completed  : StopTimers LingerT4 ToUser
        Proceeding Failure         -> Completed  : StopTimers LingerT4 ToUser
        Proceeding TransportError  -> Terminated : StopTimers TellTransportError Forget
        Completed  LingerTimer     -> Terminated : StopTimers Forget
        """;

    [Fact]
    public void Invite_server_follows_figure_7_and_rfc_6026() =>
        Assert.Equal(Lines(InviteServer), Rows<InviteServerState>(InviteServerMachine.On));

    [Fact]
    public void Server_follows_figure_8() => Assert.Equal(Lines(Server), Rows<ServerState>(ServerMachine.On));

    [Fact]
    public void Invite_client_follows_figure_5_and_rfc_6026() =>
        Assert.Equal(Lines(InviteClient), Rows<InviteClientState>(InviteClientMachine.On));

    [Fact]
    public void Client_follows_figure_6() => Assert.Equal(Lines(Client), Rows<ClientState>(ClientMachine.On));

    private static string[] Lines(string table) =>
        [.. table.Split('\n').Select(Squeeze).Where(l => l.Length > 0).Order(StringComparer.Ordinal)];

    private static string Squeeze(string line) =>
        string.Join(' ', line.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private static string[] Rows<TState>(Func<TState, TransactionInput, (TState, TransactionActions)> on)
        where TState : struct, Enum
    {
        var rows = new List<string>();
        foreach (var state in Enum.GetValues<TState>())
        {
            foreach (var input in Enum.GetValues<TransactionInput>())
            {
                var (next, actions) = on(state, input);
                if (!next.Equals(state) || actions != TransactionActions.None)
                {
                    var names = Enum.GetValues<TransactionActions>().Where(a => a != 0 && actions.HasFlag(a));
                    rows.Add($"{state} {input} -> {next} : {string.Join(' ', names)}");
                }
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return [.. rows];
    }
}
