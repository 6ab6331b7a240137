using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

public sealed class OutgoingCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_call_out_rings_is_answered_acknowledged_and_ended_by_us()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 180, "there"));
        peer.Send(peer.Response(invite, 200, "there", "v=0\r\ns=answer\r\n"));
        var ack = await peer.ReceiveAsync();
        var dialog = await call.Answered.Task.WaitAsync(Patience);
        dialog.Bye("Q.850;cause=16");
        var bye = await peer.ReceiveAsync();
        peer.Send(peer.Response(bye, 200, ""));

        Assert.Equal("INVITE sip:+79370000030@127.0.0.1 SIP/2.0", invite.StartLine);
        Assert.Equal("70", invite["Max-Forwards"]);
        Assert.Equal(Encoding.ASCII.GetString(StackUnderTest.Sdp), invite.Body);
        Assert.Equal([180], call.Provisional);
        Assert.Equal("v=0\r\ns=answer\r\n", call.Sdp);
        Assert.Equal("ACK", ack.Method);
        Assert.Equal("1 ACK", ack["CSeq"]);
        Assert.NotEqual(invite["Via"], ack["Via"]);
        Assert.Equal("there", ack.Tag("To"));
        Assert.Equal($"sip:peer@{peer.HostPort()}", bye.StartLine.Split(' ')[1]);
        Assert.Equal("2 BYE", bye["CSeq"]);
        Assert.Equal("Q.850;cause=16", bye["Reason"]);
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }

    [Fact]
    public async Task An_unanswered_invite_is_repeated_at_doubling_gaps_and_given_up_after_32_s()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var first = await peer.ReceiveAsync();
        foreach (var gap in (int[])[500, 1000, 2000, 4000, 8000, 16_000])
        {
            var before = sut.Stack.TimerCount;
            sut.Time.Advance(TimeSpan.FromMilliseconds(gap - 20));
            await peer.ExpectNothingAsync();
            sut.Time.Advance(TimeSpan.FromMilliseconds(40));
            Assert.Equal(first.Raw, (await peer.ReceiveAsync()).Raw);
            await sut.UntilAsync(() => sut.Stack.TimerCount == before);
        }

        sut.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(408, await call.Failed.Task.WaitAsync(Patience));
        await sut.UntilAsync(() => sut.Stack.TransactionCount == 0 && sut.Stack.ConversationCount == 0);
    }

    [Fact]
    public async Task A_refusal_is_acknowledged_in_its_transaction_each_time_it_comes()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 486, "busy"));
        var ack = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 486, "busy"));
        var again = await peer.ReceiveAsync();

        Assert.Equal("ACK", ack.Method);
        Assert.Equal(invite["Via"], ack["Via"]);
        Assert.Equal("busy", ack.Tag("To"));
        Assert.Equal(ack.Raw, again.Raw);
        Assert.Equal(486, await call.Failed.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_second_answer_of_a_fork_is_acknowledged_and_ended()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 180, "left"));
        peer.Send(peer.Response(invite, 180, "right"));
        peer.Send(peer.Response(invite, 200, "left"));
        var ack = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 200, "right"));
        var secondAck = await peer.ReceiveAsync();
        var bye = await peer.ReceiveAsync();
        peer.Send(peer.Response(bye, 200, ""));
        peer.Send(peer.Response(invite, 200, "left"));
        var repeatedAck = await peer.ReceiveAsync();

        Assert.Equal(("ACK", "left"), (ack.Method, ack.Tag("To")));
        Assert.Equal(("ACK", "right"), (secondAck.Method, secondAck.Tag("To")));
        Assert.Equal(("BYE", "right"), (bye.Method, bye.Tag("To")));
        Assert.Equal(ack.Raw, repeatedAck.Raw);
        Assert.Equal([180, 180], call.Provisional);
        Assert.Equal("left", (await call.Answered.Task.WaitAsync(Patience)).RemoteTag);
        Assert.Equal(1, call.Answers);
    }

    [Fact]
    public async Task A_cancel_waits_for_a_provisional_and_ends_in_487()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        call.Invite.Cancel();
        await peer.ExpectNothingAsync();
        peer.Send(peer.Response(invite, 180, "there"));
        var cancel = await peer.ReceiveAsync();
        peer.Send(peer.Response(cancel, 200, "there"));
        peer.Send(peer.Response(invite, 487, "there"));
        var ack = await peer.ReceiveAsync();

        Assert.Equal("CANCEL", cancel.Method);
        Assert.Equal(invite["Via"], cancel["Via"]);
        Assert.Equal("1 CANCEL", cancel["CSeq"]);
        Assert.Equal(invite.StartLine.Split(' ')[1], cancel.StartLine.Split(' ')[1]);
        Assert.Equal("ACK", ack.Method);
        Assert.Equal(487, await call.Failed.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task An_answer_that_crosses_the_cancel_is_acknowledged_and_ended()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 180, "there"));
        await sut.UntilAsync(() => call.Provisional.Count == 1);
        call.Invite.Cancel();
        Assert.Equal("CANCEL", (await peer.ReceiveAsync()).Method);
        peer.Send(peer.Response(invite, 200, "there"));

        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        Assert.Equal("BYE", (await peer.ReceiveAsync()).Method);
        Assert.Equal(487, await call.Failed.Task.WaitAsync(Patience));
        Assert.Equal(0, call.Answers);
    }

    [Fact]
    public async Task A_challenge_is_answered_once_and_no_more()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer, r => r with { Credentials = new OutgoingCredentials("town", "secret") });
        var first = await peer.ReceiveAsync();
        peer.Send(peer.Response(first, 407, "a", "",
            "Proxy-Authenticate: Digest realm=\"op\", nonce=\"abc\", qop=\"auth\", algorithm=MD5"));
        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        var second = await peer.ReceiveAsync();
        peer.Send(peer.Response(second, 407, "b", "",
            "Proxy-Authenticate: Digest realm=\"op\", nonce=\"def\", qop=\"auth\", algorithm=MD5"));
        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);

        var login = second["Proxy-Authorization"];
        var expected = WireDigest.Response(
            "town", "op", "secret", "INVITE", WireMessage.Field(login, "uri"), "abc", WireMessage.Field(login, "nc"),
            WireMessage.Field(login, "cnonce"));
        Assert.Equal("", first["Proxy-Authorization"]);
        Assert.Equal(expected, WireMessage.Field(login, "response"));
        Assert.Equal("2 INVITE", second["CSeq"]);
        Assert.Equal(first.Tag("From"), second.Tag("From"));
        Assert.Equal(407, await call.Failed.Task.WaitAsync(Patience));
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task Credentials_are_never_shown_to_another_address()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        using var elsewhere = sut.Peer("127.0.0.7");
        var call = PlacedCall.Place(sut, peer, r => r with { Credentials = new OutgoingCredentials("town", "secret") });
        var invite = await peer.ReceiveAsync();
        var ok = peer.Response(invite, 200, "there").Replace(
            $"<sip:peer@{peer.HostPort()}>", $"<sip:peer@{elsewhere.HostPort()}>", StringComparison.Ordinal);
        peer.Send(ok);
        Assert.Equal("ACK", (await elsewhere.ReceiveAsync()).Method);
        (await call.Answered.Task.WaitAsync(Patience)).Bye();
        var bye = await elsewhere.ReceiveAsync();
        elsewhere.Send(elsewhere.Response(bye, 401, "", "", "WWW-Authenticate: Digest realm=\"op\", nonce=\"x\""));

        Assert.Equal("", bye["Authorization"]);
        await elsewhere.ExpectNothingAsync();
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }

    [Fact]
    public async Task Record_routes_are_followed_in_reverse()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 200, "there", "",
            "Record-Route: <sip:far@10.9.9.9;lr>", $"Record-Route: <sip:near@{peer.HostPort()};lr>"));
        var ack = await peer.ReceiveAsync();

        Assert.Equal([$"<sip:near@{peer.HostPort()};lr>", "<sip:far@10.9.9.9;lr>"], ack.All("Route"));
        Assert.Equal($"ACK sip:peer@{peer.HostPort()} SIP/2.0", ack.StartLine);
        await call.Answered.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_peer_that_lost_the_call_ends_it()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 200, "there"));
        await peer.ReceiveAsync();
        var ended = new TaskCompletionSource<DialogEnd>();
        var dialog = await call.Answered.Task.WaitAsync(Patience);
        dialog.OnBye = end => ended.TrySetResult(end);
        var result = dialog.ReInviteAsync(StackUnderTest.Sdp);
        var again = await peer.ReceiveAsync();
        peer.Send(peer.Response(again, 481, ""));

        Assert.Equal(481, (await result.WaitAsync(Patience)).Status);
        Assert.Equal(DialogEnd.PeerLost, await ended.Task.WaitAsync(Patience));
    }
}
