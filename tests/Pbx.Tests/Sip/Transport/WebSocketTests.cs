using System.Net;
using System.Net.WebSockets;
using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Transport;

/// <summary>SIP over WebSocket (RFC 7118): what a browser's phone sees, and what a stranger can do with it.</summary>
public sealed class WebSocketTests
{
    private const string Address = "127.0.71.30";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false, "WS")]
    [InlineData(true, "WSS")]
    public async Task A_phone_of_a_browser_calls_talks_and_hangs_up(bool secure, string via)
    {
        Dialog? dialog = null;
        await using var sut = await StackUnderTest.StartAsync(i => dialog = i.Answer(StackUnderTest.Sdp));
        using var text = sut.Peer();
        var (peer, _) = await OpenAsync(sut, secure);
        var call = new WirePeerCall(text, "sip:100@x", "201");
        await peer.SendAsync(Ws(call.Invite()));
        var challenge = await peer.ExpectAsync();
        await peer.SendAsync(Ws(call.Invite(WirePeerCall.Sdp, WireDigest.Line(
            challenge, "201", StackUnderTest.Password, "INVITE", "sip:100@x"))));
        var ok = await peer.ExpectAsync();
        call.Learn(ok);
        await peer.SendAsync(Ws(call.Ack()));
        await sut.UntilAsync(() => dialog is not null);
        dialog!.Bye();
        var bye = await peer.ExpectAsync();
        await peer.SendAsync(text.Response(bye, 200, ""));
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);

        Assert.Equal((401, 200), (challenge.Status, ok.Status));
        Assert.Contains(";transport=ws>", ok["Contact"], StringComparison.Ordinal);
        Assert.StartsWith($"SIP/2.0/{via} {Address}:", bye["Via"], StringComparison.Ordinal);
        peer.Dispose();
    }

    [Fact]
    public async Task A_message_may_come_in_pieces_as_text_or_octets_and_without_a_length()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var text = sut.Peer();
        var (peer, _) = await OpenAsync(sut);
        var request = Ws(text.Request("OPTIONS", "sip:x@y", "pieces", 1));
        await peer.SendAsync(request[..20], isWhole: false);
        await peer.SendAsync(request[20..]);
        Assert.Equal(200, (await peer.ExpectAsync()).Status);
        await peer.SendAsync(
            request.Replace("Content-Length: 0\r\n", "", StringComparison.Ordinal), type: WebSocketMessageType.Binary);
        Assert.Equal(200, (await peer.ExpectAsync()).Status);
        await peer.SendAsync("\r\n\r\n");
        Assert.Equal("\r\n"u8.ToArray(), await peer.ReceiveOctetsAsync());
        peer.Dispose();
    }

    [Fact]
    public async Task A_message_larger_than_any_datagram_closes_the_line()
    {
        await using var sut = await StackUnderTest.StartAsync();
        var (peer, serving) = await OpenAsync(sut);
        for (var i = 0; i < 17; i++)
        {
            await peer.SendAsync(new string('x', 4096), isWhole: false);
        }

        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, peer.CloseStatus);
        await serving.WaitAsync(Patience);
        peer.Dispose();
    }

    [Fact]
    public async Task What_is_no_sip_closes_the_line()
    {
        await using var sut = await StackUnderTest.StartAsync();
        var (peer, serving) = await OpenAsync(sut);
        await peer.SendAsync("{\"hello\":1}");

        Assert.Null(await peer.ReceiveAsync());
        await serving.WaitAsync(Patience);
        peer.Dispose();
    }

    [Fact]
    public async Task A_silent_stranger_is_closed_after_seconds_and_leaves_nothing()
    {
        await using var sut = await StackUnderTest.StartAsync();
        var (peer, serving) = await OpenAsync(sut);
        var closed = peer.ReceiveAsync();
        var gone = await sut.AdvanceUntilAsync(() => closed.IsCompleted);
        Assert.Null(await closed);
        peer.Dispose();
        await serving.WaitAsync(Patience);

        Assert.InRange(gone, TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_address_of_a_trunk_makes_no_trunk_of_a_socket()
    {
        await using var sut = await StackUnderTest.StartAsync(trunks: $"127.0.0.1,{Address}");
        using var text = sut.Peer();
        var (peer, _) = await OpenAsync(sut);
        await peer.SendAsync(Ws(new WirePeerCall(text, "sip:100@x").Invite()));

        Assert.Equal(404, (await peer.ExpectAsync()).Status);
        peer.Dispose();
    }

    [Fact]
    public async Task No_more_lines_than_allowed_of_one_address()
    {
        await using var sut = await StackUnderTest.StartAsync(
            change: o => o with { ConnectionsPerAddressMax = 2 });
        var (first, _) = await OpenAsync(sut);
        var (second, _) = await OpenAsync(sut);
        var (third, serving) = await OpenAsync(sut);
        await serving.WaitAsync(Patience);
        Assert.Null(await third.ReceiveAsync());
        using var text = sut.Peer();
        await second.SendAsync(Ws(text.Request("OPTIONS", "sip:x@y", "second", 1)));
        Assert.Equal(200, (await second.ExpectAsync()).Status);
        first.Dispose();
        second.Dispose();
        third.Dispose();
    }

    [Fact]
    public async Task Nobody_connects_to_a_browser()
    {
        await using var sut = await StackUnderTest.StartAsync();
        Assert.Throws<InvalidOperationException>(
            () => sut.Stack.FlowTo(SipTransport.Ws, new IPEndPoint(IPAddress.Loopback, 5060)));
    }

    private static string Ws(string message) => message.Replace("2.0/UDP", "2.0/WS", StringComparison.Ordinal);

    private static async Task<(WireSocket Peer, Task Serving)> OpenAsync(StackUnderTest sut, bool secure = false)
    {
        var (peer, ours, local, remote) = await WireSocket.PairAsync(IPAddress.Parse(Address));
        // The kernel connects from the address itself: both ends are the same host.
        remote = new IPEndPoint(IPAddress.Parse(Address), remote.Port);
        return (peer, sut.Stack.ServeSocketAsync(ours, local, remote, secure));
    }
}
