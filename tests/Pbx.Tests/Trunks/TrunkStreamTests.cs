using System.Net;
using System.Net.Sockets;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>A line over TCP and TLS: its connection breaks, hangs, flaps and lies; the clock is ours.</summary>
public sealed class TrunkStreamTests
{
    [Fact]
    public async Task A_connection_that_the_operator_closes_is_made_again_at_once()
    {
        using var op = Operator("127.0.80.21");
        await using var town = await TrunkTown.StartAsync(op, SipTransport.Tcp);
        await town.UntilAsync(TrunkCondition.Registered);
        Assert.Contains(";transport=tcp", op.Of("REGISTER")[0]["Contact"], StringComparison.Ordinal);
        op.HangUp();
        await town.Stack.UntilAsync(() => op.Of("REGISTER").Count == 2);
        await town.UntilAsync(TrunkCondition.Registered);
        Assert.Equal((2, 1), (op.Connections, town.Line.State.LostLately));
        Assert.False(town.Line.State.IsFlapping);
    }

    [Fact]
    public async Task A_line_that_flaps_is_left_alone_longer_each_time_and_said_to_flap()
    {
        using var op = Operator("127.0.80.22");
        await using var town = await TrunkTown.StartAsync(
            op, SipTransport.Tcp, keepAlive: 0, change: t => t with { ExpiresSeconds = 86_400 });
        var gone = TimeSpan.Zero;
        for (var break_ = 1; break_ <= 6; break_++)
        {
            var connections = break_;
            gone += await town.AdvanceAsync(() => op.Connections == connections
                && town.Line.State.Condition == TrunkCondition.Registered);
            op.HangUp();
            await town.Stack.UntilAsync(() => town.Line.State.LostLately == connections);
            Assert.True(town.Line.IsUsable, "the operator keeps us until the term is over");
        }

        // At once, then half of 5, 10, 20 and 40 s at least.
        Assert.True(gone.TotalSeconds > 37, $"{gone}");
        Assert.Equal(6, op.Of("REGISTER").Count);
        Assert.True(town.Line.State.IsFlapping);
        Assert.Equal(TrunkHint.Lost, town.Line.State.Hint);

        // It goes behind a line that is steady, though its turn would come first.
        var line = town.Line;
        await town.Board.ReplaceAsync([line.Entry, new TrunkEntry(new TrunkSettings
        {
            Code = "steady", Name = "steady", Mode = TrunkMode.ByAddress, Domain = "127.0.80.34",
            KeepAliveSeconds = 0, Priority = 50,
        }, "")]);
        await town.Stack.UntilAsync(() => town.Board.All().All(t => t.IsUsable));
        Assert.Equal(["steady", "uis"], Chosen(town));

        // After a quiet time it is a line like any other again.
        await town.AdvanceAsync(() => line.State.Condition == TrunkCondition.Registered);
        town.Stack.Time.Advance(TimeSpan.FromMinutes(11));
        op.HangUp();
        await town.Stack.UntilAsync(() => op.Connections == 8
            && line.State.Condition == TrunkCondition.Registered);
        Assert.Equal(1, line.State.LostLately);
        Assert.Equal(["uis", "steady"], Chosen(town));
    }

    [Fact]
    public async Task A_connection_that_is_dead_and_does_not_say_so_is_given_up()
    {
        using var op = Operator("127.0.80.23");
        await using var town = await TrunkTown.StartAsync(op, SipTransport.Tcp);
        await town.UntilAsync(TrunkCondition.Registered);
        op.Answers = false;
        var gone = await town.AdvanceAsync(() => town.Line.State.Condition == TrunkCondition.Failing);
        Assert.InRange(gone.TotalSeconds, 20, 40);
        op.Answers = true;
        await town.AdvanceAsync(() => town.Line.State.Condition == TrunkCondition.Registered);
        Assert.InRange(op.Connections, 2, 3);   // one may have been made while nobody answered
    }

    [Fact]
    public async Task A_connection_that_carries_other_things_is_not_given_up_for_one_silence()
    {
        using var op = Operator("127.0.0.1");
        await using var town = await TrunkTown.StartAsync(op, SipTransport.Tcp);
        await town.UntilAsync(TrunkCondition.Registered);
        op.Answers = false;
        await town.AdvanceAsync(() => op.Of("OPTIONS").Count == 1);
        op.Send(Incoming(op, "OPTIONS"));
        await town.Stack.UntilAsync(() => op.Heard.Any(m => m.Status == 200));
        op.Answers = true;
        await town.AdvanceAsync(() => op.Of("REGISTER").Count == 2);
        await town.UntilAsync(TrunkCondition.Registered);
        Assert.Equal((1, 1), (op.Connections, town.Line.State.LostLately));
    }

    [Fact]
    public async Task A_call_that_rings_is_answered_over_the_next_connection()
    {
        using var op = Operator("127.0.0.1");
        await using var town = await TrunkTown.StartAsync(op, SipTransport.Tcp);
        IncomingInvite? ringing = null;
        town.Stack.Stack.OnInvite = invite =>
        {
            invite.Ring();
            ringing = invite;
            return Task.CompletedTask;
        };
        await town.UntilAsync(TrunkCondition.Registered);
        op.Send(Incoming(op, "INVITE"));
        await town.Stack.UntilAsync(() => op.Heard.Any(m => m.Status == 180));
        op.HangUp();
        await town.Stack.UntilAsync(() => op.Of("REGISTER").Count == 2);
        ringing!.Answer(StackUnderTest.Sdp);
        await town.Stack.UntilAsync(() => op.Heard.Any(m => m.Status == 200 && m["CSeq"] == "1 INVITE"));
        Assert.Equal(2, op.Connections);
    }

    [Fact]
    public async Task Empty_lines_are_answered_and_the_connection_stays()
    {
        using var op = Operator("127.0.80.24");
        await using var town = await TrunkTown.StartAsync(op, SipTransport.Tcp, change: Crlf);
        await town.UntilAsync(TrunkCondition.Registered);
        await town.AdvanceAsync(() => op.Pings >= 5);
        Assert.Equal((1, 1, 0), (op.Connections, op.Of("REGISTER").Count, op.Of("OPTIONS").Count));
    }

    [Fact]
    public async Task A_missed_answer_to_empty_lines_closes_the_connection_and_registers_again()
    {
        using var op = Operator("127.0.80.25");
        op.Pongs = false;
        await using var town = await TrunkTown.StartAsync(op, SipTransport.Tcp, change: Crlf);
        await town.UntilAsync(TrunkCondition.Registered);
        await town.AdvanceAsync(() => op.Pings == 1);
        var gone = await town.AdvanceAsync(() => town.Line.State.LostLately == 1);
        op.Pongs = true;
        Assert.InRange(gone.TotalSeconds, 9, 12);
        await town.UntilAsync(TrunkCondition.Registered);
        Assert.Equal((2, 2), (op.Of("REGISTER").Count, op.Connections));
    }

    [Fact]
    public async Task Over_tls_the_server_must_be_whom_we_asked_for()
    {
        using var authority = new TestAuthority();
        using var own = authority.Vouch("127.0.80.26");
        using var foreign = authority.Vouch("sip.other.test");
        using (var op = Operator("127.0.80.26", own))
        {
            await using var town = await TrunkTown.StartAsync(op, SipTransport.Tls, change: Believing(authority));
            await town.UntilAsync(TrunkCondition.Registered);
            Assert.Contains(";transport=tls", op.Of("REGISTER")[0]["Contact"], StringComparison.Ordinal);
            op.HangUp();
            await town.Stack.UntilAsync(() => op.Of("REGISTER").Count == 2);
        }

        Assert.Equal(TrunkHint.CertificateName, await RefusedAsync("127.0.80.27", foreign, authority));
        using var stranger = new TestAuthority("stranger");
        using var strangers = authority.Vouch("127.0.80.28");
        Assert.Equal(TrunkHint.CertificateUntrusted, await RefusedAsync("127.0.80.28", strangers, stranger));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_told_from_one_that_does_not_speak_tls()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.80.29"), 0));   // taken, and nobody listens
        using var op = Operator("127.0.80.30");
        await using (var town = await TrunkTown.StartAsync(op, SipTransport.Tcp, change: t => t with
        {
            Domain = "127.0.80.29", Port = ((IPEndPoint)socket.LocalEndPoint!).Port,
        }))
        {
            await town.UntilAsync(TrunkCondition.Failing);
            Assert.Equal(TrunkHint.Unreachable, town.Line.State.Hint);
        }

        op.Answers = false;
        await using var plain = await TrunkTown.StartAsync(op, SipTransport.Tls);
        await plain.AdvanceAsync(() => plain.Line.State.Condition == TrunkCondition.Failing);
        Assert.Equal(TrunkHint.NoTls, plain.Line.State.Hint);
    }

    /// <summary>Nothing is said to a server that is not whom we asked for: above all no password.</summary>
    private static async Task<TrunkHint> RefusedAsync(
        string address, System.Security.Cryptography.X509Certificates.X509Certificate2 shown, TestAuthority believed)
    {
        using var op = Operator(address, shown);
        await using var town = await TrunkTown.StartAsync(op, SipTransport.Tls, change: Believing(believed));
        await town.UntilAsync(TrunkCondition.Failing);
        Assert.Empty(op.Heard);
        Assert.False(town.Line.IsUsable);
        return town.Line.State.Hint;
    }

    private static string Incoming(ScriptedStreamOperator op, string method) =>
        $"{method} sip:100@x SIP/2.0\r\nVia: SIP/2.0/TCP {op.Local};branch=z9hG4bK-{method}\r\nMax-Forwards: 70\r\n"
        + $"From: <sip:+79370000030@op.test>;tag=in\r\nTo: <sip:100@x>\r\nCall-ID: in-{method}\r\n"
        + $"CSeq: 1 {method}\r\nContact: <sip:op@{op.Local};transport=tcp>\r\nContent-Length: 0\r\n\r\n";

    private static IEnumerable<string> Chosen(TrunkTown town) =>
        town.Board.Choose("", isRobot: false).Select(l => l.Settings.Code);

    private static Func<TrunkSettings, TrunkSettings> Believing(TestAuthority authority) =>
        t => t with { TlsAuthority = authority.Pem };

    private static TrunkSettings Crlf(TrunkSettings trunk) =>
        trunk with { KeepAlive = TrunkKeepAlive.Crlf, ExpiresSeconds = 3600 };

    private static ScriptedStreamOperator Operator(
        string address, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null) =>
        new(address, m => m.Method switch
        {
            "REGISTER" => ScriptedOperator.Registered(m, int.Parse(m["Expires"])),
            "OPTIONS" => ScriptedOperator.Response(m, 200),
            _ => null,
        }, certificate);
}
