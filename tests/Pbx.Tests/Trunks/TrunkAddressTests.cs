using System.Net;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Tests.Calls.Live;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>Where a line says we are, and whom a call that was sent on to us is for: read on the wire.</summary>
public sealed class TrunkAddressTests
{
    [Fact]
    public async Task A_line_registers_and_calls_over_ipv6()
    {
        using var op = Operator("::1", m => ScriptedOperator.Response(m, 486));
        await using var exchange = await TestExchange.StartAsync(
            o => o.Bind = [new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.IPv6Loopback, 0)]);
        await UseAsync(exchange, Trunk(op) with { Mode = TrunkMode.Registration, User = "0332750" });
        var register = op.Of("REGISTER")[0];
        Assert.Equal($"REGISTER sip:[::1]:{op.Local.Port} SIP/2.0", register.StartLine);
        Assert.StartsWith("SIP/2.0/UDP [::1]:", register["Via"], StringComparison.Ordinal);
        Assert.StartsWith("<sip:0332750@[::1]:", register["Contact"], StringComparison.Ordinal);

        Assert.Equal(RobotReach.Busy, (await CallAsync(exchange)).Reach);
        var invite = op.Of("INVITE").Single();
        Assert.Equal($"INVITE sip:+79370000030@[::1]:{op.Local.Port} SIP/2.0", invite.StartLine);
        Assert.Contains("c=IN IP6 ::1\r\n", invite.Body, StringComparison.Ordinal);

        using var peer = new WirePeer(exchange.Exchange.BoundEndpoints.Single(
            e => e.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6), "::1");
        var call = new WirePeerCall(peer, "sip:100@[::1]");
        peer.Send(call.Invite(WirePeerCall.Sdp.Replace("IP4 127.0.0.1", "IP6 ::1", StringComparison.Ordinal)));
        var ok = await peer.ReceiveFinalAsync();
        Assert.Equal(200, ok.Status);
        Assert.Contains("c=IN IP6 ::1\r\n", ok.Body, StringComparison.Ordinal);
        call.Learn(ok);
        peer.Send(call.Ack());
        peer.Send(call.Bye());
        await exchange.EndedAsync();
    }

    [Fact]
    public async Task Behind_nat_the_operator_is_told_our_address_outside_and_nobody_else_is()
    {
        using var far = Operator("127.0.80.41", m => ScriptedOperator.Response(m, 486));
        using var near = Operator("127.0.80.42", m => ScriptedOperator.Response(m, 486));
        await using var exchange = await TestExchange.StartAsync();
        await UseAsync(
            exchange,
            Trunk(far) with
            {
                Code = "far", Mode = TrunkMode.Registration, User = "0332750", ExternalAddress = "203.0.113.5",
            });
        var port = exchange.Endpoint.Port;
        Assert.StartsWith($"<sip:0332750@203.0.113.5:{port}", far.Of("REGISTER")[0]["Contact"],
            StringComparison.Ordinal);
        await CallAsync(exchange);
        var outside = far.Of("INVITE").Single();
        Assert.Contains($"@203.0.113.5:{port}", outside["Contact"], StringComparison.Ordinal);
        Assert.StartsWith($"SIP/2.0/UDP 203.0.113.5:{port};", outside["Via"], StringComparison.Ordinal);
        Assert.Contains("c=IN IP4 203.0.113.5\r\n", outside.Body, StringComparison.Ordinal);

        // A call in is answered with the same address.
        using var peer = new WirePeer(exchange.Endpoint, "127.0.80.41");
        var call = new WirePeerCall(peer, $"sip:100@{exchange.Endpoint}");
        peer.Send(call.Invite());
        var ok = await peer.ReceiveFinalAsync();
        Assert.Contains($"@203.0.113.5:{port}", ok["Contact"], StringComparison.Ordinal);
        Assert.Contains("c=IN IP4 203.0.113.5\r\n", ok.Body, StringComparison.Ordinal);
        peer.Send(Replaced(call, ok, exchange.Endpoint, "ACK", 1));
        peer.Send(Replaced(call, ok, exchange.Endpoint, "BYE", 2));
        await exchange.EndedAsync();

        await UseAsync(exchange, Trunk(near) with { Code = "near" });
        await CallAsync(exchange);
        Assert.Contains("c=IN IP4 127.0.0.1\r\n", near.Of("INVITE").Single().Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<sip:84950000102@op.test>;reason=unconditional;counter=1", "+74950000102")]
    [InlineData("\"ЖЭУ, 2\" <tel:+74950000102>;reason=no-answer;privacy=off", "+74950000102")]
    [InlineData("<sip:84950000102@op.test>;reason=user-busy, <sip:84950000109@op.test>;reason=away", "+74950000102")]
    [InlineData("<sip:84950000109@op.test>\r\nDiversion: <sip:84950000102@op.test>", "100")]
    [InlineData("<sip:anonymous@anonymous.invalid>;privacy=full", "100")]
    [InlineData("not an address", "100")]
    public async Task A_call_that_was_sent_on_is_for_the_number_that_sent_it(string diversion, string number)
    {
        using var op = Operator("127.0.80.43", _ => null);
        await using var exchange = await TestExchange.StartAsync(o => o.Routes["+74950000102"] = new InboundRoute(
            call => call.ReadDigitsAsync(Ask.Key()), "privolsk"));
        await UseAsync(exchange, Trunk(op) with
        {
            Did = DidSource.Diversion, User = "0332750", Number = "+74950000100", LeadsTo = "100",
        });
        using var peer = new WirePeer(exchange.Endpoint, "127.0.80.43");
        var call = new WirePeerCall(peer, $"sip:0332750@{exchange.Endpoint}", "+79370000030");
        await call.EstablishAsync($"Diversion: {diversion}");
        peer.Send(call.Bye());
        var ended = await exchange.EndedAsync();
        Assert.Equal(number, ended.To);
        Assert.Equal("+79370000030", ended.From);
    }

    private static string Replaced(WirePeerCall call, WireMessage ok, IPEndPoint at, string method, int cseq)
    {
        call.Learn(ok);
        return (method == "ACK" ? call.Ack() : call.Next(method, cseq: cseq)).Replace(
            ok.Uri("Contact"), $"sip:zhkh@{at}", StringComparison.Ordinal);
    }

    private static ScriptedOperator Operator(string address, Func<WireMessage, string?> invited) =>
        new(address, m => m.Method switch
        {
            "REGISTER" => ScriptedOperator.Registered(m, int.Parse(m["Expires"])),
            "INVITE" => invited(m),
            _ => ScriptedOperator.Response(m, 200),
        });

    private static TrunkSettings Trunk(ScriptedOperator op) => new()
    {
        Code = "op", Name = "op", Mode = TrunkMode.ByAddress, Domain = op.Local.Address.ToString(),
        Port = op.Local.Port, KeepAliveSeconds = 0, LinesReserved = 0,
    };

    private static async Task UseAsync(TestExchange exchange, TrunkSettings trunk)
    {
        await exchange.Exchange.TrunkBoard.ReplaceAsync([new TrunkEntry(trunk, "")]);
        await TestExchange.Until(() => exchange.Exchange.TrunkBoard.All() is [{ IsUsable: true }]);
    }

    private static Task<RobotCallEnd> CallAsync(TestExchange exchange) => Assert.IsType<RobotCallAnswer.Begun>(
        exchange.Exchange.Switchboard.Call(new RobotCallOut(
            Guid.CreateVersion7(), "+79370000030", "privolsk", Language.Russian, _ => Task.CompletedTask))).End;
}
