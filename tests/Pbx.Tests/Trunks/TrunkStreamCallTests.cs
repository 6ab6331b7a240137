using System.Net;
using System.Security.Cryptography.X509Certificates;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Calls.Live;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Trunks;

/// <summary>Calls in and out over the one connection that we registered through, by TCP and by TLS.</summary>
public sealed class TrunkStreamCallTests
{
    [Theory]
    [InlineData(SipTransport.Tcp, "127.0.80.31")]
    [InlineData(SipTransport.Tls, "127.0.80.32")]
    public async Task Calls_in_and_out_use_the_connection_of_the_registration(SipTransport transport, string address)
    {
        using var authority = new TestAuthority();
        using var certificate = transport == SipTransport.Tls ? authority.Vouch(address) : null;
        using var op = Operator(address, certificate);
        await using var exchange = await StartAsync(op, transport, authority);
        var (via, parameter) = (transport.ToString().ToUpperInvariant(), $";transport={transport}".ToLowerInvariant());

        var talk = new TaskCompletionSource();
        var end = Assert.IsType<RobotCallAnswer.Begun>(exchange.Exchange.Switchboard.Call(new RobotCallOut(
            Guid.CreateVersion7(), "+79370000030", "privolsk", Language.Russian, _ => talk.Task))).End;
        await TestExchange.Until(() => op.Of("ACK").Count == 1);
        var invite = op.Of("INVITE").Single();
        Assert.StartsWith($"SIP/2.0/{via} ", invite["Via"], StringComparison.Ordinal);
        Assert.Contains(parameter, invite["Contact"], StringComparison.Ordinal);
        talk.SetResult();
        Assert.Equal(RobotReach.Answered, (await end).Reach);
        await TestExchange.Until(() => op.Of("BYE").Count == 1);

        op.Send(Incoming(op.Local, via, "INVITE", 1, TestExchange.Sdp(address, 40_000)));
        await TestExchange.Until(() => Answered(op, 200, "1 INVITE"));
        var ok = op.Heard.First(m => m is { Status: 200 } && m["CSeq"] == "1 INVITE");
        Assert.Contains(parameter, ok["Contact"], StringComparison.Ordinal);
        op.Send(Incoming(op.Local, via, "ACK", 1, "", ok));
        op.Send(Incoming(op.Local, via, "BYE", 2, "", ok));
        await TestExchange.Until(() => Answered(op, 200, "2 BYE"));
        Assert.Equal(1, op.Connections);
        Assert.Equal("100", (await exchange.EndedAsync()).To);
    }

    [Fact]
    public async Task A_call_outlives_its_connection_and_is_ended_over_the_next()
    {
        using var op = Operator("127.0.80.33", null);
        using var none = new TestAuthority();
        await using var exchange = await StartAsync(op, SipTransport.Tcp, none);
        var talk = new TaskCompletionSource();
        var end = Assert.IsType<RobotCallAnswer.Begun>(exchange.Exchange.Switchboard.Call(new RobotCallOut(
            Guid.CreateVersion7(), "+79370000030", "privolsk", Language.Russian, _ => talk.Task))).End;
        await TestExchange.Until(() => op.Of("ACK").Count == 1);
        op.HangUp();
        await TestExchange.Until(() => op.Of("REGISTER").Count == 2);
        talk.SetResult();
        Assert.Equal(RobotReach.Answered, (await end).Reach);
        await TestExchange.Until(() => op.Of("BYE").Count == 1);
        Assert.Equal(2, op.Connections);
    }

    private static bool Answered(ScriptedStreamOperator op, int status, string cseq) =>
        op.Heard.Any(m => m.Status == status && m["CSeq"] == cseq);

    private static async Task<TestExchange> StartAsync(
        ScriptedStreamOperator op, SipTransport transport, TestAuthority authority)
    {
        var exchange = await TestExchange.StartAsync(o => o.TlsBind = [new IPEndPoint(IPAddress.Loopback, 0)]);
        await exchange.Exchange.TrunkBoard.ReplaceAsync([new TrunkEntry(new TrunkSettings
        {
            Code = "op", Name = "op", User = "0332750", Domain = op.Local.Address.ToString(), Port = op.Local.Port,
            Transport = transport, TlsAuthority = authority.Pem, LinesReserved = 0, Did = DidSource.RequestUri,
        }, "")]);
        await TestExchange.Until(() => exchange.Exchange.TrunkBoard.All() is [{ IsUsable: true }]);
        return exchange;
    }

    private static ScriptedStreamOperator Operator(string address, X509Certificate2? certificate)
    {
        ScriptedStreamOperator? op = null;
        return op = new ScriptedStreamOperator(address, m => m.Method switch
        {
            "REGISTER" => ScriptedOperator.Registered(m, int.Parse(m["Expires"])),
            "INVITE" => ScriptedOperator.Answered(
                m, op!.Local, parameters: certificate is null ? ";transport=tcp" : ";transport=tls"),
            "ACK" => null,
            _ => ScriptedOperator.Response(m, 200),
        }, certificate);
    }

    /// <summary>A request of a call that the operator makes; inside it once there is an answer.</summary>
    private static string Incoming(
        IPEndPoint at, string transport, string method, int cseq, string body, WireMessage? answer = null)
    {
        var type = body.Length > 0 ? "Content-Type: application/sdp\r\n" : "";
        return $"{method} {answer?.Uri("Contact") ?? "sip:100@x"} SIP/2.0\r\n"
            + $"Via: SIP/2.0/{transport} {at};branch=z9hG4bK-in-{method}-{cseq}\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:+79370000030@op.test>;tag=in\r\nTo: {answer?["To"] ?? "<sip:100@x>"}\r\n"
            + $"Call-ID: in-{at}\r\nCSeq: {cseq} {method}\r\nContact: <sip:op@{at};transport={transport}>\r\n"
            + $"{type}Content-Length: {body.Length}\r\n\r\n{body}";
    }
}
