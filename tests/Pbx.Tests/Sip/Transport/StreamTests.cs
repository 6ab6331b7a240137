using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Transport;

public sealed class StreamTests
{
    private const string Stranger = "127.0.0.9";

    [Fact]
    public async Task A_call_over_tcp_is_answered_on_its_connection()
    {
        await using var sut = await StackUnderTest.StartAsync(invite => invite.Answer(StackUnderTest.Sdp));
        using var stream = await WireStream.ConnectAsync(sut.Udp);
        using var text = sut.Peer();
        var call = new WirePeerCall(text, "sip:100@x");
        await stream.SendAsync(Tcp(call.Invite()));
        var ok = await stream.ReceiveAsync();
        call.Learn(ok!);
        await stream.SendAsync(Tcp(call.Ack()) + Tcp(call.Bye()));
        var bye = await stream.ReceiveAsync();

        Assert.Equal(200, ok!.Status);
        Assert.Contains(";transport=tcp", ok["Contact"], StringComparison.Ordinal);
        Assert.Equal(("BYE", 200), (bye!.Method, bye.Status));
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }

    [Fact]
    public async Task A_message_may_come_octet_by_octet()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var stream = await WireStream.ConnectAsync(sut.Udp);
        using var text = sut.Peer();
        foreach (var octet in Encoding.Latin1.GetBytes(Tcp(text.Request("OPTIONS", "sip:x@y", "drip", 1))))
        {
            await stream.SendAsync([octet]);
        }

        Assert.Equal(200, (await stream.ReceiveAsync())!.Status);
    }

    [Theory]
    [InlineData("Content-Length: -999")]
    [InlineData("Content-Length: 0\r\nContent-Length: 8")]
    [InlineData("X-None: 1")]
    public async Task What_cannot_be_framed_is_answered_400_and_closed(string length)
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var stream = await WireStream.ConnectAsync(sut.Udp, Stranger);
        using var text = sut.Peer();
        await stream.SendAsync(Tcp(text.Request("OPTIONS", "sip:x@y", "unframed", 1))
            .Replace("Content-Length: 0", length, StringComparison.Ordinal));

        Assert.Equal(400, (await stream.ReceiveAsync())!.Status);
        Assert.Null(await stream.ReceiveAsync());
    }

    [Fact]
    public async Task Garbage_closes_the_connection_at_once()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var stream = await WireStream.ConnectAsync(sut.Udp, Stranger);
        await stream.SendAsync("\0\u0001\u0002 this is no SIP\r\n\r\n");
        Assert.Null(await stream.ReceiveAsync());
    }

    [Fact]
    public async Task An_unfinished_message_is_answered_and_closed_within_five_seconds()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var stream = await WireStream.ConnectAsync(sut.Udp);
        using var text = sut.Peer();
        // The pong tells that the segment was read.
        await stream.SendAsync("\r\n\r\n" + Tcp(text.Request("OPTIONS", "sip:x@y", "short", 1))
            .Replace("Content-Length: 0", "Content-Length: 500", StringComparison.Ordinal));
        await stream.ExpectAsync("\r\n");
        await text.ExpectNothingAsync();
        sut.Time.Advance(TimeSpan.FromSeconds(3));
        await stream.SendAsync("still nothing like 500 octets");
        await text.ExpectNothingAsync();
        sut.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(400, (await stream.ReceiveAsync())!.Status);
        Assert.Null(await stream.ReceiveAsync());
    }

    [Fact]
    public async Task A_silent_stranger_is_closed_and_a_trunk_may_rest()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var stranger = await WireStream.ConnectAsync(sut.Udp, Stranger);
        using var trunk = await WireStream.ConnectAsync(sut.Udp);
        using var text = sut.Peer();
        await trunk.SendAsync("\r\n\r\n");
        await trunk.ExpectAsync("\r\n"); // RFC 5626 §4.4.1
        sut.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await stranger.ReceiveAsync());
        await trunk.SendAsync(Tcp(text.Request("OPTIONS", "sip:x@y", "alive", 1)));

        Assert.Equal(200, (await trunk.ReceiveAsync())!.Status);
    }

    [Fact]
    public async Task One_address_gets_only_its_share_of_connections()
    {
        await using var sut = await StackUnderTest.StartAsync(change: o => o with { ConnectionsPerAddressMax = 2 });
        using var first = await WireStream.ConnectAsync(sut.Udp);
        using var second = await WireStream.ConnectAsync(sut.Udp);
        await first.SendAsync("\r\n\r\n");
        await first.ExpectAsync("\r\n");
        using var third = await WireStream.ConnectAsync(sut.Udp);

        Assert.Null(await third.ReceiveAsync());
    }

    [Fact]
    public async Task A_rude_hang_up_after_the_invite_leaves_nothing_behind()
    {
        await using var sut = await StackUnderTest.StartAsync(invite =>
        {
            invite.Ring();
            invite.Answer(StackUnderTest.Sdp);
        });
        using var text = sut.Peer();
        for (var i = 0; i < 20; i++)
        {
            var stream = await WireStream.ConnectAsync(sut.Udp);
            await stream.SendAsync(Tcp(new WirePeerCall(text, "sip:100@x").Invite()));
            stream.Abort();
        }

        await text.ExpectNothingAsync();
        await sut.AdvanceUntilAsync(() => sut.Stack is { TransactionCount: 0, ConversationCount: 0, TimerCount: 0 });
    }

    [Fact]
    public async Task A_call_out_goes_through_the_connection_that_is_open()
    {
        await using var sut = await StackUnderTest.StartAsync(invite => invite.Answer(StackUnderTest.Sdp));
        using var stream = await WireStream.ConnectAsync(sut.Udp);
        await stream.SendAsync("\r\n\r\n");
        await stream.ExpectAsync("\r\n");
        var call = sut.Stack.Invite(new OutgoingInviteRequest
        {
            Target = "sip:201@127.0.0.1;transport=tcp", From = "sip:100@zhkh", Offer = StackUnderTest.Sdp,
            Flow = sut.Stack.FlowTo(SipTransport.Tcp, stream.Local),
        });
        call.Start();
        var invite = await stream.ReceiveAsync();

        Assert.Equal("INVITE", invite!.Method);
        Assert.StartsWith("SIP/2.0/TCP ", invite["Via"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ipv6_works_over_both_transports()
    {
        await using var sut = await StackUnderTest.StartAsync(
            invite => invite.Answer(StackUnderTest.Sdp), trunks: "::1", bind: "::1");
        using var peer = sut.Peer("::1");
        var call = new WirePeerCall(peer, "sip:100@[::1]");
        await call.EstablishAsync();
        peer.Send(call.Bye());
        Assert.Equal(200, (await peer.ReceiveAsync()).Status);
        using var stream = await WireStream.ConnectAsync(sut.Udp, "::1");
        await stream.SendAsync(Tcp(peer.Request("OPTIONS", "sip:x@[::1]", "six", 1)));

        Assert.Equal(200, (await stream.ReceiveAsync())!.Status);
    }

    private static string Tcp(string message) =>
        message.Replace("SIP/2.0/UDP", "SIP/2.0/TCP", StringComparison.Ordinal);
}
