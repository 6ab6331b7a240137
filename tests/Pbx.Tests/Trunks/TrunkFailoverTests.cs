using System.Net;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Tests.Calls.Live;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>Calls out by several operators: who is asked, who is not, counted on the wire.</summary>
public sealed class TrunkFailoverTests : IAsyncLifetime
{
    private TestExchange _exchange = null!;

    public async ValueTask InitializeAsync() => _exchange = await TestExchange.StartAsync();

    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    [Theory]
    [InlineData("503", 1)]
    [InlineData("500", 1)]
    [InlineData("408", 1)]
    [InlineData("100 504", 1)]
    [InlineData("", 1)]          // silence
    [InlineData("180 503", 0)]   // it rang: the answer is the answer
    [InlineData("183 500", 0)]
    [InlineData("486", 0)]
    [InlineData("480", 0)]
    [InlineData("603", 0)]
    [InlineData("404", 0)]
    [InlineData("403", 0)]
    [InlineData("488", 0)]
    public async Task The_next_operator_is_asked_only_for_what_is_the_operators_fault(string first, int asked)
    {
        using var one = Operator("127.0.70.21", first);
        using var two = Operator("127.0.70.22", "200");
        await UseAsync(Trunk("one", one, 1), Trunk("two", two, 2));
        var end = await CallAsync();
        Assert.Single(one.Of("INVITE"));
        Assert.Equal(asked, two.Of("INVITE").Count);
        Assert.Equal(asked == 1 ? RobotReach.Answered : RobotReach.Failed,
            end.Reach is RobotReach.Busy or RobotReach.NoAnswer ? RobotReach.Failed : end.Reach);
        if (asked == 1)
        {
            // Whoever failed goes behind for a while: the next call does not wait for it again.
            await CallAsync();
            Assert.Single(one.Of("INVITE"));
            Assert.Equal(2, two.Of("INVITE").Count);
        }
    }

    [Fact]
    public async Task A_login_is_shown_to_the_operator_that_asks_in_the_form_it_wants()
    {
        using var op = new ScriptedOperator("127.0.70.23", m => m.Method switch
        {
            "INVITE" when m["Proxy-Authorization"].Length == 0 =>
                ScriptedOperator.Challenge(m, "n", proxy: true),
            "INVITE" => ScriptedOperator.Response(
                m, ScriptedOperator.Knows(m, "login7", "pw", "n", proxy: true) ? 486 : 403),
            _ => null,
        });
        await UseAsync(Trunk("op", op, 1) with
        {
            Settings = Trunk("op", op, 1).Settings with
            {
                User = "0332750", AuthUser = "login7", Numbers = TrunkNumberFormat.Eight, Number = "+74950000100",
            },
            Secret = _exchange.Exchange.TrunkBoard.Secrets.Seal("op", "pw"),
        });
        Assert.Equal(RobotReach.Busy, (await CallAsync()).Reach);
        var invite = op.Of("INVITE")[1];
        Assert.Equal($"INVITE sip:89370000030@{op.Local} SIP/2.0", invite.StartLine);
        Assert.Equal($"sip:0332750@{op.Local}", invite.Uri("From"));
        Assert.Equal($"<sip:84950000100@{op.Local}>", invite["P-Asserted-Identity"]);
    }

    [Fact]
    public async Task The_robot_leaves_the_lines_kept_for_residents_and_a_full_trunk_is_passed_by()
    {
        using var one = Operator("127.0.70.24", "200");
        using var two = Operator("127.0.70.25", "200");
        await UseAsync(
            Trunk("one", one, 1, lines: 3, reserved: 2), Trunk("two", two, 2, lines: 1, reserved: 0));
        Assert.Equal((4, 2), (_exchange.Exchange.LinesNow.Capacity, _exchange.Exchange.LinesNow.Reserved));
        var hold = new TaskCompletionSource();
        var first = Begin(_ => hold.Task);
        await TestExchange.Until(() => one.Of("ACK").Count == 1);
        var second = Begin(_ => hold.Task);
        await TestExchange.Until(() => two.Of("ACK").Count == 1);
        Assert.Equal([1, 1], _exchange.Exchange.TrunkBoard.All().Select(t => t.InUse));
        Assert.Equal(503, (await Begin(_ => hold.Task)).SipStatus);
        hold.SetResult();
        await Task.WhenAll(first, second);
        await TestExchange.Until(() => _exchange.Exchange.TrunkBoard.All().All(t => t.InUse == 0));
        Assert.Single(one.Of("INVITE"));
    }

    [Fact]
    public async Task A_trunk_serves_its_own_organisations()
    {
        using var theirs = Operator("127.0.70.26", "200");
        using var ours = Operator("127.0.70.27", "486");
        await UseAsync(
            new TrunkEntry(Trunk("theirs", theirs, 1).Settings with { Organisations = ["odesa"] }, ""),
            Trunk("ours", ours, 2));
        Assert.Equal(RobotReach.Busy, (await CallAsync()).Reach);
        Assert.Empty(theirs.Of("INVITE"));
    }

    [Fact]
    public async Task A_call_of_an_operator_reaches_public_numbers_and_nothing_else()
    {
        using var op = Operator("127.0.70.28", "200");
        using var peer = new WirePeer(_exchange.Endpoint, "127.0.70.29");
        using var stranger = new WirePeer(_exchange.Endpoint, "127.0.70.30");
        var trunk = Trunk("op", op, 1).Settings with
        {
            Peers = "127.0.70.29", Did = DidSource.To, LeadsTo = "", Number = "+74950000100",
        };
        await UseAsync(new TrunkEntry(trunk, ""));
        Assert.Equal(404, await InviteAsync(peer, "+74950000100", "+74950000100"));
        Assert.Equal(404, await InviteAsync(peer, "201", "201"));
        await UseAsync(new TrunkEntry(trunk with { LeadsTo = "100" }, ""));
        Assert.Equal(200, await InviteAsync(peer, "+74950000100", "+74950000100"));
        await TestExchange.Until(() => _exchange.Exchange.TrunkBoard.All().Single().LastCallAt is not null);
        Assert.Equal("100", _exchange.Exchange.Feed.Live.Single().To);
        Assert.Equal(404, await InviteAsync(stranger, "100", "100"));
        await UseAsync(new TrunkEntry(trunk with { IsOn = false, LeadsTo = "100" }, ""));
        Assert.Equal(404, await InviteAsync(peer, "100", "100"));
    }

    [Fact]
    public async Task The_trunks_of_the_last_start_are_there_without_a_database()
    {
        using var op = Operator("127.0.70.31", "486");
        var folder = Directory.CreateTempSubdirectory("exchange");
        await using (var first = await TestExchange.StartAsync(folder: folder))
        {
            await first.Exchange.TrunkBoard.ReplaceAsync([Trunk("op", op, 1)]);
        }

        await using (var second = await TestExchange.StartAsync(folder: folder))
        {
            await TestExchange.Until(() => second.Exchange.TrunkBoard.All() is [{ IsUsable: true }]);
            Assert.False(second.Exchange.TrunkBoard.IsCutOff);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task In_the_demo_town_no_operator_outside_this_machine_is_asked()
    {
        await using var demo = await TestExchange.StartAsync(o => o.LoopbackOnly = true);
        await demo.Exchange.TrunkBoard.ReplaceAsync([new TrunkEntry(new TrunkSettings
        {
            Code = "op", Name = "op", Mode = TrunkMode.ByAddress, Domain = "192.0.2.1",
        }, "")]);
        await TestExchange.Until(() => demo.Exchange.TrunkBoard.IsCutOff
            && demo.Exchange.TrunkBoard.All().Single().State.Hint == TrunkHint.UnknownHost);
        Assert.Equal(0, demo.Exchange.LinesNow.Capacity);
    }

    private static ScriptedOperator Operator(string address, string statuses)
    {
        ScriptedOperator? op = null;
        return op = new ScriptedOperator(address, m => m.Method switch
        {
            "INVITE" when statuses == "200" => ScriptedOperator.Answered(m, op!.Local),
            "INVITE" when statuses.Length == 0 => null,
            // One datagram holds one message, so what comes before the last word is sent by hand.
            "INVITE" => Say(op!, m, statuses.Split(' ').Select(int.Parse).ToArray()),
            "BYE" or "OPTIONS" => ScriptedOperator.Response(m, 200),
            _ => null,
        });
    }

    private static string Say(ScriptedOperator op, WireMessage invite, int[] statuses)
    {
        foreach (var status in statuses[..^1])
        {
            op.Send(ScriptedOperator.Response(invite, status), invite.From);
        }

        return ScriptedOperator.Response(invite, statuses[^1]);
    }

    private static TrunkEntry Trunk(
        string code, ScriptedOperator op, int priority, int lines = 8, int reserved = 0) => new(
        new TrunkSettings
        {
            Code = code, Name = code, Mode = TrunkMode.ByAddress, Domain = op.Local.Address.ToString(),
            Port = op.Local.Port, KeepAliveSeconds = 0, Priority = priority, Lines = lines, LinesReserved = reserved,
        }, "");

    private async Task UseAsync(params TrunkEntry[] trunks)
    {
        await _exchange.Exchange.TrunkBoard.ReplaceAsync(trunks);
        await TestExchange.Until(() => _exchange.Exchange.TrunkBoard.All()
            .All(t => t.IsUsable || !t.Settings.IsOn));
    }

    private Task<RobotCallEnd> CallAsync() => Begin(_ => Task.CompletedTask);

    private Task<RobotCallEnd> Begin(Func<IRobotCall, Task> talk)
    {
        var answer = _exchange.Exchange.Switchboard.Call(new RobotCallOut(
            Guid.CreateVersion7(), "+79370000030", "privolsk", Language.Russian, talk));
        return Assert.IsType<RobotCallAnswer.Begun>(answer).End;
    }

    private async Task<int> InviteAsync(WirePeer peer, string request, string to)
    {
        var call = new WirePeerCall(peer, $"sip:{request}@{_exchange.Endpoint}", "+79370000030");
        peer.Send(call.Invite().Replace($"To: <sip:{request}@", $"To: <sip:{to}@", StringComparison.Ordinal));
        var final = await peer.ReceiveFinalAsync();
        if (final.Status == 200)
        {
            call.Learn(final);
            peer.Send(call.Ack());
        }

        return final.Status;
    }
}
