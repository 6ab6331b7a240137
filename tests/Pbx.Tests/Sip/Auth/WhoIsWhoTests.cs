using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Auth;

/// <summary>CONTRACT, "Who is who on the SIP port".</summary>
public sealed class WhoIsWhoTests
{
    private const string Trunk = "127.0.0.1";
    private const string Elsewhere = "127.0.0.9";

    [Theory]
    [InlineData(Trunk, "INVITE", "100", "+79370000030", 200)]
    [InlineData(Trunk, "INVITE", "112", "+79370000030", 200)]
    [InlineData(Trunk, "INVITE", "201", "+79370000030", 404)]
    [InlineData(Trunk, "INVITE", "+79379999999", "+79370000030", 404)]
    [InlineData(Trunk, "INVITE", "%31%30%30", "+79370000030", 200)] // the same number, spelled otherwise
    [InlineData(Trunk, "INVITE", "100", "201", 401)]
    [InlineData(Trunk, "OPTIONS", "nobody", "+79370000030", 200)]
    [InlineData(Trunk, "OPTIONS", "201", "201", 200)]
    [InlineData(Trunk, "REGISTER", "201", "201", 401)]
    [InlineData(Trunk, "REGISTER", "999", "999", 401)]
    [InlineData(Trunk, "MESSAGE", "100", "x", 405)]
    [InlineData(Trunk, "FROBNICATE", "100", "x", 501)]
    [InlineData(Trunk, "BYE", "100", "x", 481)]
    [InlineData(Elsewhere, "INVITE", "100", "stranger", 404)]
    [InlineData(Elsewhere, "INVITE", "201", "stranger", 404)]
    [InlineData(Elsewhere, "INVITE", "nobody", "stranger", 404)]
    [InlineData(Elsewhere, "INVITE", "100", "201", 401)]
    [InlineData(Elsewhere, "INVITE", "100", "203", 401)] // disabled: as if it were there
    [InlineData(Elsewhere, "OPTIONS", "100", "stranger", 200)]
    [InlineData(Elsewhere, "REGISTER", "203", "203", 401)]
    public async Task Each_sender_gets_what_it_may(string source, string method, string number, string from, int status)
    {
        await using var sut = await StackUnderTest.StartAsync(invite => invite.Answer(StackUnderTest.Sdp));
        sut.Stack.Registrar = new Registry();
        using var peer = sut.Peer(source);
        var body = method == "INVITE" ? WirePeerCall.Sdp : "";
        peer.Send(peer.Request(method, $"sip:{number}@whatever.example", peer.NewCallId(), 1, from: from, body: body));
        var answer = await peer.ReceiveAsync();

        Assert.Equal(status, answer.Status);
        Assert.Equal("", answer["Server"]);
        Assert.Equal("", answer["User-Agent"]);
        if (status != 200 || method == "OPTIONS")
        {
            await sut.UntilAsync(() => sut.Stack.TransactionCount == 0);
            Assert.Equal(0, sut.Stack.ConversationCount);
        }
    }

    [Fact]
    public async Task Options_names_methods_and_body()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer(Elsewhere);
        peer.Send(peer.Request("OPTIONS", "sip:x@y", "ask", 1));
        var answer = await peer.ReceiveAsync();

        Assert.Equal("INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, INFO, UPDATE, PRACK", answer["Allow"]);
        Assert.Equal("application/sdp", answer["Accept"]);
    }

    [Fact]
    public async Task A_stranger_gets_one_answer_and_no_repetition()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer(Elsewhere);
        var call = new WirePeerCall(peer, "sip:100@x", "stranger");
        peer.Send(call.Invite());
        var first = await peer.ReceiveAsync();
        sut.Time.Advance(TimeSpan.FromSeconds(40));
        await peer.ExpectNothingAsync();
        peer.Send(call.Invite());
        var second = await peer.ReceiveAsync();

        Assert.Equal(404, first.Status);
        Assert.Equal(first.Raw, second.Raw); // stateless, yet the same tag
        Assert.Equal(0, sut.Stack.TimerCount);
    }

    [Theory]
    [InlineData(";maddr=127.0.0.8")]
    [InlineData(";received=127.0.0.8")]
    [InlineData(";rport=9")]
    public async Task Answers_go_to_the_source_whatever_via_says(string trap)
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer(Elsewhere);
        using var victim = sut.Peer("127.0.0.8");
        peer.Send(peer.Request("OPTIONS", "sip:x@y", "trap", 1).Replace(";rport;", trap + ";",
            StringComparison.Ordinal));
        var answer = await peer.ReceiveAsync();

        Assert.Equal("trap", answer["Call-ID"]);
        await victim.ExpectNothingAsync();
    }

    [Fact]
    public async Task Without_rport_the_answer_goes_to_the_port_of_via_at_the_source_address()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var sender = sut.Peer(Elsewhere);
        using var listener = sut.Peer(Elsewhere);
        sender.Send(sender.Request("OPTIONS", "sip:x@y", "elsewhere", 1)
            .Replace($"{sender.HostPort()};rport", $"10.1.1.1:{listener.Local.Port}", StringComparison.Ordinal));
        var answer = await listener.ReceiveAsync();

        Assert.Equal("elsewhere", answer["Call-ID"]);
        Assert.Equal(Elsewhere, WireMessage.Parameter(answer["Via"], "received"));
        await sender.ExpectNothingAsync();
    }

    [Fact]
    public async Task Rport_and_received_are_filled_in()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer(Elsewhere);
        peer.Send(peer.Request("OPTIONS", "sip:x@y", "nat", 1).Replace(peer.HostPort(), "10.1.1.1:7777",
            StringComparison.Ordinal));
        var via = (await peer.ReceiveAsync())["Via"];

        Assert.StartsWith("SIP/2.0/UDP 10.1.1.1:7777;", via, StringComparison.Ordinal);
        Assert.Equal(Elsewhere, WireMessage.Parameter(via, "received"));
        Assert.Equal(peer.Local.Port.ToString(), WireMessage.Parameter(via, "rport"));
        Assert.StartsWith("z9hG4bK-peer", WireMessage.Parameter(via, "branch"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draining_refuses_new_calls_and_serves_old_ones()
    {
        await using var sut = await StackUnderTest.StartAsync(invite => invite.Answer(StackUnderTest.Sdp));
        using var peer = sut.Peer();
        var old = new WirePeerCall(peer, "sip:100@x");
        await old.EstablishAsync();
        sut.Stack.IsDraining = true;
        peer.Send(new WirePeerCall(peer, "sip:100@x").Invite());
        var refused = await peer.ReceiveAsync();
        peer.Send(old.Bye());
        var bye = await peer.ReceiveAsync();

        Assert.Equal(503, refused.Status);
        Assert.InRange(int.Parse(refused["Retry-After"]), 5, 15);
        Assert.Equal(("BYE", 200), (bye.Method, bye.Status));
    }

    [Fact]
    public async Task Beyond_the_rate_calls_get_503_but_the_emergency_line_is_served()
    {
        await using var sut = await StackUnderTest.StartAsync(
            invite => invite.Answer(StackUnderTest.Sdp), o => o with { CallsPerSecondMax = 10, CallBurst = 10 });
        using var peer = sut.Peer();
        var statuses = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            peer.Send(new WirePeerCall(peer, "sip:100@x").Invite());
            statuses.Add((await peer.ReceiveFinalAsync()).Status);
        }

        peer.Send(new WirePeerCall(peer, "sip:112@x").Invite());
        var emergency = await peer.ReceiveFinalAsync();

        Assert.Equal([200, 200, 200, 200, 200, 200, 200, 200, 200, 503, 503, 503], statuses);
        Assert.Equal(200, emergency.Status);
    }

    [Fact]
    public async Task A_lagging_exchange_refuses_new_calls()
    {
        var lag = TimeSpan.FromMilliseconds(25);
        await using var sut = await StackUnderTest.StartAsync(
            invite => invite.Answer(StackUnderTest.Sdp), o => o with { Lag = () => lag });
        using var peer = sut.Peer();
        peer.Send(new WirePeerCall(peer, "sip:100@x").Invite());
        Assert.Equal(503, (await peer.ReceiveAsync()).Status);
        lag = TimeSpan.FromMilliseconds(5);
        peer.Send(new WirePeerCall(peer, "sip:100@x").Invite());
        Assert.Equal(200, (await peer.ReceiveAsync()).Status);
    }

    private sealed class Registry : IRegistrar
    {
        public RegisterAnswer Register(string user, SipRequest request, Flow flow) => RegisterAnswer.Refused(500);

        public RegisterAnswer? Repeat(SipRequest request, Flow flow) => null;
    }
}
