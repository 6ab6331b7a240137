using System.Collections.Concurrent;
using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>Session timers on the wire (RFC 4028), with half an hour passing in no time.</summary>
public sealed class SessionTimerTests
{
    private static readonly TimeSpan Patience = PlacedCall.Patience;

    [Fact]
    public async Task Our_invite_asks_for_half_an_hour_and_a_peer_without_timers_is_left_alone()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var (dialog, invite) = await call.EstablishAsync(peer);
        await sut.UntilAsync(() => sut.Stack.TimerCount == 1); // the INVITE transaction's own
        sut.Time.Advance(TimeSpan.FromHours(1));
        await peer.ExpectNothingAsync();

        Assert.Equal("1800", invite["Session-Expires"]);
        Assert.Equal("90", invite["Min-SE"]);
        Assert.Equal("timer, 100rel, replaces, norefersub", invite["Supported"]);
        Assert.Null(dialog.End);
    }

    [Theory]
    [InlineData("Allow: INVITE, ACK, BYE, UPDATE", "UPDATE")]
    [InlineData("Allow: INVITE, ACK, BYE", "INVITE")]
    public async Task We_refresh_at_half_of_the_interval_by_update_when_allowed(string allow, string method)
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var (dialog, _) = await call.EstablishAsync(peer, "Session-Expires: 1000;refresher=uac", allow);
        await sut.UntilAsync(() => sut.Stack.TimerCount == 3);
        sut.Time.Advance(TimeSpan.FromSeconds(499));
        await peer.ExpectNothingAsync();
        for (var round = 0; round < 3; round++)
        {
            sut.Time.Advance(TimeSpan.FromSeconds(2));
            var refresh = await peer.ReceiveAsync();
            Assert.Equal(method, refresh.Method);
            Assert.Equal("1000;refresher=uac", refresh["Session-Expires"]);
            Assert.Equal(method == "INVITE" ? Encoding.ASCII.GetString(StackUnderTest.Sdp) : "", refresh.Body);
            peer.Send(peer.Response(
                refresh, 200, "", method == "INVITE" ? WirePeerCall.Sdp : "", "Session-Expires: 1000;refresher=uac"));
            if (method == "INVITE")
            {
                Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
            }

            await peer.ExpectNothingAsync(); // the answer to the refresh came before the ping
            await StackUnderTest.TurnAsync(dialog.Mailbox);
            sut.Time.Advance(TimeSpan.FromSeconds(498));
            await peer.ExpectNothingAsync();
        }

        Assert.Null(dialog.End);
    }

    [Fact]
    public async Task A_peer_that_does_not_refresh_gets_bye_shortly_before_the_end()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var (dialog, _) = await call.EstablishAsync(peer, "Session-Expires: 600;refresher=uas", "Require: timer");
        var ended = new TaskCompletionSource<DialogEnd>();
        dialog.OnBye = end => ended.TrySetResult(end);
        await sut.UntilAsync(() => sut.Stack.TimerCount == 2);
        sut.Time.Advance(TimeSpan.FromSeconds(567));
        await peer.ExpectNothingAsync();
        sut.Time.Advance(TimeSpan.FromSeconds(2));
        var bye = await peer.ReceiveAsync();
        peer.Send(peer.Response(bye, 200, ""));

        Assert.Equal("BYE", bye.Method);
        Assert.StartsWith("SIP;cause=408", bye["Reason"], StringComparison.Ordinal);
        Assert.Equal(DialogEnd.SessionExpired, await ended.Task.WaitAsync(Patience));
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }

    [Theory]
    [InlineData("UPDATE", "")]
    [InlineData("INVITE", WirePeerCall.Sdp)]
    public async Task Each_refresh_of_the_peer_begins_the_interval_anew(string method, string body)
    {
        Dialog? dialog = null;
        await using var sut = await StackUnderTest.StartAsync(invite =>
        {
            dialog = invite.Answer(StackUnderTest.Sdp);
            dialog.OnReInvite = _ => StackUnderTest.Sdp;
        });
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@x");
        var ok = await call.EstablishAsync("Supported: timer", "Session-Expires: 300;refresher=uac");
        await StackUnderTest.TurnAsync(dialog!.Mailbox);
        await sut.UntilAsync(() => sut.Stack.TimerCount == 2);
        for (var round = 2; round < 5; round++)
        {
            sut.Time.Advance(TimeSpan.FromSeconds(200));
            await peer.ExpectNothingAsync();
            peer.Send(call.Next(
                method, body, null, null, "Supported: timer", "Session-Expires: 300;refresher=uac"));
            var again = await peer.ReceiveAsync();
            Assert.Equal((200, "300;refresher=uac"), (again.Status, again["Session-Expires"]));
            if (method == "INVITE")
            {
                peer.Send(call.Ack(round));
            }

            await StackUnderTest.TurnAsync(dialog.Mailbox);
            await sut.UntilAsync(() => sut.Stack.TimerCount == 2);
        }

        Assert.Equal("300;refresher=uac", ok["Session-Expires"]);
        Assert.Equal("timer", ok["Require"]);
        Assert.Null(dialog.End);
    }

    [Fact]
    public async Task An_interval_too_small_is_refused_before_the_call_exists()
    {
        var calls = 0;
        await using var sut = await StackUnderTest.StartAsync(_ => calls++);
        using var peer = sut.Peer();
        foreach (var seconds in (string[])["0", "1", "89"])
        {
            var call = new WirePeerCall(peer, "sip:100@x");
            peer.Send(call.Invite(WirePeerCall.Sdp, "Supported: timer", $"Session-Expires: {seconds}"));
            var refusal = await peer.ReceiveAsync();
            Assert.Equal((422, "90"), (refusal.Status, refusal["Min-SE"]));
        }

        foreach (var nonsense in (string[])["-5", "99999999999", "12x", "", "1800;refresher=uac;refresher=uas"])
        {
            var call = new WirePeerCall(peer, "sip:100@x");
            peer.Send(call.Invite(WirePeerCall.Sdp, "Supported: timer", $"Session-Expires: {nonsense}"));
            Assert.Equal(400, (await peer.ReceiveAsync()).Status);
        }

        Assert.Equal((0, 0, 0, 0), (
            calls, sut.Stack.ConversationCount, sut.Stack.TransactionCount, sut.Stack.TimerCount));
    }

    [Fact]
    public async Task A_422_is_answered_with_the_interval_that_was_asked_for()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var first = await peer.ReceiveAsync();
        peer.Send(peer.Response(first, 422, "a", "", "Min-SE: 3600"));
        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        var (dialog, second) = await call.EstablishAsync(peer, "Session-Expires: 3600;refresher=uas");

        Assert.Equal(("3600", "3600", "2 INVITE"), (second["Session-Expires"], second["Min-SE"], second["CSeq"]));
        Assert.Equal(first["Call-ID"], second["Call-ID"]);
        Assert.Equal(3600u, dialog.Session.Terms.Seconds);
    }

    [Fact]
    public async Task A_peer_that_says_422_for_ever_is_believed_after_two_tries()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        foreach (var least in (string[])["2000", "3000", "4000"])
        {
            peer.Send(peer.Response(await peer.ReceiveAsync(), 422, least, "", $"Min-SE: {least}"));
            Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        }

        Assert.Equal(422, await call.Failed.Task.WaitAsync(Patience));
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_hold_that_gets_422_is_offered_again_with_the_interval_that_was_asked_for()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var (dialog, _) = await call.EstablishAsync(peer, "Session-Expires: 1000;refresher=uac");
        var result = dialog.ReInviteAsync(StackUnderTest.Sdp);
        peer.Send(peer.Response(await peer.ReceiveAsync(), 422, "", "", "Min-SE: 2000"));
        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        await StackUnderTest.TurnAsync(dialog.Mailbox);
        sut.Time.Advance(TimeSpan.FromMilliseconds(20));
        var again = await peer.ReceiveAsync();
        peer.Send(peer.Response(again, 200, "", WirePeerCall.Sdp, "Session-Expires: 2000;refresher=uac"));

        Assert.Equal(("2000;refresher=uac", "2000"), (again["Session-Expires"], again["Min-SE"]));
        Assert.True((await result.WaitAsync(Patience)).IsSuccess);
    }

    [Fact]
    public async Task A_tiny_interval_in_an_answer_does_not_make_us_refresh_like_mad()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        await call.EstablishAsync(peer, "Session-Expires: 1;refresher=uac", "Allow: UPDATE");
        await sut.UntilAsync(() => sut.Stack.TimerCount == 3);
        sut.Time.Advance(TimeSpan.FromSeconds(44));
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_refresh_that_is_refused_is_tried_another_way_and_then_again_until_the_end()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var (dialog, _) = await call.EstablishAsync(peer, "Session-Expires: 1000;refresher=uac", "Allow: UPDATE");
        await sut.UntilAsync(() => sut.Stack.TimerCount == 3);
        sut.Time.Advance(TimeSpan.FromSeconds(501));
        var update = await peer.ReceiveAsync();
        peer.Send(peer.Response(update, 405, ""));
        await peer.ExpectNothingAsync();
        await StackUnderTest.TurnAsync(dialog.Mailbox);
        sut.Time.Advance(TimeSpan.FromMilliseconds(20));
        var invite = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 500, ""));
        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        await StackUnderTest.TurnAsync(dialog.Mailbox);
        sut.Time.Advance(TimeSpan.FromSeconds(101));
        var again = await peer.ReceiveAsync();

        Assert.Equal(("UPDATE", "INVITE", "INVITE"), (update.Method, invite.Method, again.Method));
    }

    [Fact]
    public async Task What_answers_a_refresh_is_told_the_peer_may_have_moved()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var (dialog, _) = await call.EstablishAsync(peer, "Session-Expires: 1000;refresher=uac");
        var told = new ConcurrentQueue<string>();
        dialog.OnRefreshed = sdp => told.Enqueue(Encoding.ASCII.GetString(sdp.Span));
        await sut.UntilAsync(() => sut.Stack.TimerCount == 3);
        sut.Time.Advance(TimeSpan.FromSeconds(501));
        var refresh = await peer.ReceiveAsync();
        peer.Send(peer.Response(refresh, 200, "", "v=0\r\ns=moved\r\n", "Session-Expires: 1000;refresher=uac"));
        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        await StackUnderTest.TurnAsync(dialog.Mailbox);

        Assert.Equal(Encoding.ASCII.GetString(StackUnderTest.Sdp), refresh.Body);
        Assert.Equal(["v=0\r\ns=moved\r\n"], told);
    }

    [Fact]
    public async Task A_peer_that_answers_no_refresh_is_hung_up_on()
    {
        Dialog? dialog = null;
        await using var sut = await StackUnderTest.StartAsync(i => dialog = i.Answer(StackUnderTest.Sdp));
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@x");
        var ok = await call.EstablishAsync("Supported: timer", "Allow: UPDATE, BYE");
        await sut.UntilAsync(() => sut.Stack.TimerCount == 3);
        sut.Time.Advance(TimeSpan.FromSeconds(901));
        Assert.Equal("UPDATE", (await peer.ReceiveAsync()).Method);
        await sut.AdvanceUntilAsync(() => dialog?.End is not null);

        Assert.Equal("1800;refresher=uas", ok["Session-Expires"]);
        Assert.Equal(DialogEnd.PeerLost, dialog?.End);
    }
}
