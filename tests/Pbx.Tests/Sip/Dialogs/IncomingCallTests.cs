using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

[Collection(FaultCount.Collection)]
public sealed class IncomingCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task An_invite_is_answered_and_ended_by_the_caller()
    {
        var ended = new TaskCompletionSource<DialogEnd>();
        await using var sut = await StackUnderTest.StartAsync(invite =>
        {
            invite.Ring();
            invite.Answer(StackUnderTest.Sdp).OnBye = end => ended.TrySetResult(end);
        });
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");

        peer.Send(call.Invite());
        var ringing = await peer.ReceiveAsync();
        var ok = await peer.ReceiveAsync();
        call.Learn(ok);
        peer.Send(call.Ack());
        peer.Send(call.Bye());
        var bye = await peer.ReceiveAsync();

        Assert.Equal(180, ringing.Status);
        Assert.Equal(200, ok.Status);
        Assert.Equal(ringing.Tag("To"), ok.Tag("To"));
        Assert.StartsWith("v=0", ok.Body, StringComparison.Ordinal);
        Assert.Equal(200, bye.Status);
        Assert.Equal("BYE", bye.Method);
        Assert.Equal(DialogEnd.ByPeer, await ended.Task.WaitAsync(Patience));
        Assert.Equal(0, sut.Stack.ConversationCount);
    }

    [Fact]
    public async Task Trying_is_said_after_200_ms_of_thought()
    {
        await using var sut = await StackUnderTest.StartAsync(_ => { });
        using var peer = sut.Peer();
        peer.Send(new WirePeerCall(peer, "sip:100@exchange.test").Invite());
        await sut.UntilAsync(() => sut.Stack.TimerCount > 0);
        await peer.ExpectNothingAsync();

        sut.Time.Advance(TimeSpan.FromMilliseconds(210));
        var trying = await peer.ReceiveAsync();

        Assert.Equal(100, trying.Status);
        Assert.Equal("", trying.Tag("To"));
    }

    [Fact]
    public async Task A_lost_200_is_repeated_until_its_ack_at_doubling_gaps()
    {
        await using var sut = await StackUnderTest.StartAsync(invite => invite.Answer(StackUnderTest.Sdp));
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        peer.Send(call.Invite());
        var first = await peer.ReceiveAsync();

        foreach (var gap in (int[])[500, 1000, 2000, 4000, 4000])
        {
            // The gap runs from the moment the mailbox starts the timer, just after the answer left.
            await sut.UntilAsync(() => sut.Stack.TimerCount == 3);
            sut.Time.Advance(TimeSpan.FromMilliseconds(gap - 20));
            await peer.ExpectNothingAsync();
            sut.Time.Advance(TimeSpan.FromMilliseconds(40));
            Assert.Equal(first.Raw, (await peer.ReceiveAsync()).Raw);
        }

        call.Learn(first);
        peer.Send(call.Ack());
        await sut.UntilAsync(() => sut.Stack.TimerCount == 1);
        sut.Time.Advance(TimeSpan.FromSeconds(5));
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task Without_an_ack_the_call_is_ended_with_bye_after_32_s()
    {
        var ended = new TaskCompletionSource<DialogEnd>();
        await using var sut = await StackUnderTest.StartAsync(
            invite => invite.Answer(StackUnderTest.Sdp).OnBye = end => ended.TrySetResult(end));
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        peer.Send(call.Invite());
        call.Learn(await peer.ReceiveAsync());

        WireMessage message;
        do
        {
            sut.Time.Advance(TimeSpan.FromMilliseconds(500));
            peer.Send(peer.Request("OPTIONS", "sip:x@y", "step", 1));
            message = await peer.ReceiveAsync();
        }
        while (message.Method != "BYE");

        Assert.Equal(DialogEnd.NoAck, await ended.Task.WaitAsync(Patience));
        Assert.Equal(call.CallId, message["Call-ID"]);
        Assert.Equal(call.ToTag, message.Tag("From"));
        Assert.Equal(call.FromTag, message.Tag("To"));
    }

    [Fact]
    public async Task A_retransmitted_invite_gets_the_same_refusal_and_one_call()
    {
        var calls = 0;
        await using var sut = await StackUnderTest.StartAsync(invite =>
        {
            Interlocked.Increment(ref calls);
            invite.Reject(486);
        });
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        peer.Send(call.Invite());
        var first = await peer.ReceiveAsync();
        peer.Send(call.Invite());
        var second = await peer.ReceiveAsync();

        Assert.Equal(486, first.Status);
        Assert.Equal(first.Raw, second.Raw);
        Assert.Equal(1, calls);

        // RFC 3261 §17.2.1, timer G until the ACK; then silence.
        sut.Time.Advance(TimeSpan.FromMilliseconds(520));
        Assert.Equal(first.Raw, (await peer.ReceiveAsync()).Raw);
        peer.Send(call.AckRefusal(first));
        await peer.ExpectNothingAsync();
        sut.Time.Advance(TimeSpan.FromSeconds(2));
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_cancel_before_the_answer_gives_487_and_cancels_the_owner()
    {
        var cancelled = new TaskCompletionSource();
        await using var sut = await StackUnderTest.StartAsync(invite =>
        {
            invite.Ring();
            invite.Cancelled.Register(() => cancelled.TrySetResult());
        });
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        peer.Send(call.Invite());
        Assert.Equal(180, (await peer.ReceiveAsync()).Status);
        peer.Send(call.Cancel());

        var first = await peer.ReceiveAsync();
        var second = await peer.ReceiveAsync();
        var ok = first.Method == "CANCEL" ? first : second;
        var refused = first.Method == "INVITE" ? first : second;
        peer.Send(call.AckRefusal(refused));

        Assert.Equal(200, ok.Status);
        Assert.Equal(487, refused.Status);
        await cancelled.Task.WaitAsync(Patience);
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }

    [Fact]
    public async Task A_cancel_after_the_answer_changes_nothing()
    {
        Dialog? dialog = null;
        await using var sut = await StackUnderTest.StartAsync(invite => dialog = invite.Answer(StackUnderTest.Sdp));
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        await call.EstablishAsync();
        peer.Send(call.Cancel());

        Assert.Equal(200, (await peer.ReceiveAsync()).Status);
        await peer.ExpectNothingAsync();
        Assert.Null(dialog?.End);
    }

    [Fact]
    public async Task A_cancel_of_nothing_gets_481()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        peer.Send(new WirePeerCall(peer, "sip:100@exchange.test").Cancel());
        Assert.Equal(481, (await peer.ReceiveAsync()).Status);
    }

    [Fact]
    public async Task A_reinvite_is_answered_with_new_sdp_and_refreshes_the_target()
    {
        var offers = new List<string>();
        Dialog? dialog = null;
        await using var sut = await StackUnderTest.StartAsync(invite =>
        {
            dialog = invite.Answer(StackUnderTest.Sdp);
            dialog.OnReInvite = offer =>
            {
                offers.Add(Encoding.ASCII.GetString(offer.Span));
                return Encoding.ASCII.GetBytes("v=0\r\ns=again\r\n");
            };
        });
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        await call.EstablishAsync();
        peer.Send(call.Next("INVITE", "v=0\r\ns=hold\r\n").Replace("sip:+79370000030@127", "sip:moved@127",
            StringComparison.Ordinal));
        var ok = await peer.ReceiveAsync();
        peer.Send(call.Ack(2));

        Assert.Equal(200, ok.Status);
        Assert.Equal("v=0\r\ns=again\r\n", ok.Body);
        Assert.Equal("v=0\r\ns=hold\r\n", Assert.Single(offers));
        Assert.StartsWith("sip:moved@", dialog?.RemoteTarget, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reinvite_with_nothing_in_common_gets_488_and_the_call_goes_on()
    {
        await using var talk = await AnsweredCall.StartAsync(_ => null);
        var (peer, call, dialog) = (talk.Peer, talk.Call, talk.Dialog);
        peer.Send(call.Next("INVITE", WirePeerCall.Sdp));

        Assert.Equal(488, (await peer.ReceiveAsync()).Status);
        Assert.Null(dialog.End);
    }

    [Fact]
    public async Task Offers_of_both_sides_at_once_get_491()
    {
        Dialog? dialog = null;
        await using var sut = await StackUnderTest.StartAsync(invite => dialog = invite.Answer(StackUnderTest.Sdp));
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        await call.EstablishAsync();
        await sut.UntilAsync(() => sut.Stack.TimerCount == 1); // the ACK arrived
        var ours = dialog!.ReInviteAsync(StackUnderTest.Sdp);
        var theirOffer = await peer.ReceiveAsync();
        peer.Send(call.Next("INVITE", WirePeerCall.Sdp));
        var glare = await peer.ReceiveAsync();
        peer.Send(peer.Response(theirOffer, 200, "", "v=0\r\ns=ok\r\n"));
        var result = await ours.WaitAsync(Patience);
        var ack = await peer.ReceiveAsync();

        Assert.Equal("INVITE", theirOffer.Method);
        Assert.Equal(491, glare.Status);
        Assert.True(result.IsSuccess);
        Assert.Equal("v=0\r\ns=ok\r\n", Encoding.ASCII.GetString(result.Sdp.Span));
        Assert.Equal("ACK", ack.Method);
    }

    [Fact]
    public async Task Requests_in_the_dialog_are_answered_by_the_dialog()
    {
        var info = new TaskCompletionSource<InfoReceived>();
        await using var sut = await StackUnderTest.StartAsync(
            invite => invite.Answer(StackUnderTest.Sdp).OnInfo = i => info.TrySetResult(i));
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        await call.EstablishAsync();

        peer.Send(call.Next("OPTIONS"));
        var options = await peer.ReceiveAsync();
        peer.Send(call.Next("INFO", "Signal=5\r\n", "application/dtmf-relay"));
        var ok = await peer.ReceiveAsync();
        peer.Send(call.Next("BYE", cseq: 2));
        var late = await peer.ReceiveAsync();

        Assert.Equal(200, options.Status);
        Assert.Contains("INVITE", options["Allow"], StringComparison.Ordinal);
        Assert.Equal(200, ok.Status);
        Assert.Equal("application/dtmf-relay", (await info.Task.WaitAsync(Patience)).ContentType);
        Assert.Equal(500, late.Status); // RFC 3261 §12.2.2: out of order
    }

    [Fact]
    public async Task Strays_get_481_and_a_stray_ack_nothing()
    {
        await using var sut = await StackUnderTest.StartAsync(invite => invite.Answer(StackUnderTest.Sdp));
        using var peer = sut.Peer();
        foreach (var method in (string[])["BYE", "INFO", "UPDATE", "INVITE"])
        {
            peer.Send(peer.Request(method, "sip:100@x", peer.NewCallId(), 7, toTag: "gone"));
            Assert.Equal(481, (await peer.ReceiveAsync()).Status);
        }

        peer.Send(peer.Request("ACK", "sip:100@x", peer.NewCallId(), 7, toTag: "gone"));
        peer.Send(peer.Request("ACK", "sip:100@x", peer.NewCallId(), 7));
        await peer.ExpectNothingAsync();
        Assert.Equal(0, sut.Stack.ConversationCount);
    }

    [Fact]
    public async Task Our_bye_waits_for_the_ack_of_our_200()
    {
        await using var sut = await StackUnderTest.StartAsync(invite => invite.Answer(StackUnderTest.Sdp).Bye());
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        peer.Send(call.Invite());
        call.Learn(await peer.ReceiveAsync());
        await peer.ExpectNothingAsync();
        peer.Send(call.Ack());
        var bye = await peer.ReceiveAsync();
        peer.Send(peer.Response(bye, 200, ""));

        Assert.Equal("BYE", bye.Method);
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }

    [Fact]
    public async Task A_bye_that_waits_for_an_ack_that_never_comes_leaves_after_32_s()
    {
        await using var sut = await StackUnderTest.StartAsync(invite => invite.Answer(StackUnderTest.Sdp).Bye());
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        peer.Send(call.Invite());
        WireMessage bye;
        do
        {
            sut.Time.Advance(TimeSpan.FromMilliseconds(500));
            peer.Send(peer.Request("OPTIONS", "sip:x@y", "step", 1));
            bye = await peer.ReceiveAsync();
        }
        while (bye.Method != "BYE");

        peer.Send(peer.Response(bye, 200, ""));
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }

    [Fact]
    public async Task An_answer_in_the_ack_reaches_the_owner_of_the_offer()
    {
        var answer = new TaskCompletionSource<string>();
        await using var sut = await StackUnderTest.StartAsync(invite =>
        {
            Assert.True(invite.Offer.IsEmpty);
            invite.Answer(StackUnderTest.Sdp).OnAck = sdp => answer.TrySetResult(Encoding.ASCII.GetString(sdp.Span));
        });
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        peer.Send(call.Invite(body: ""));
        call.Learn(await peer.ReceiveAsync());
        peer.Send(call.Ack(body: WirePeerCall.Sdp));

        Assert.Equal(WirePeerCall.Sdp, await answer.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_defect_of_the_owner_gives_500_and_leaves_the_exchange_alive()
    {
        await using var sut = await StackUnderTest.StartAsync(_ => throw new InvalidOperationException("defect"));
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        peer.Send(call.Invite());
        var refused = await peer.ReceiveAsync();
        peer.Send(call.AckRefusal(refused));

        Assert.Equal(500, refused.Status);
        await peer.ExpectNothingAsync();
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }

    [Fact]
    public async Task A_task_of_the_owner_that_fails_later_gives_500()
    {
        var fail = new TaskCompletionSource();
        await using var sut = await StackUnderTest.StartAsync();
        sut.Stack.OnInvite = _ => fail.Task;
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        peer.Send(call.Invite());
        await peer.ExpectNothingAsync();
        fail.SetException(new InvalidOperationException("defect in a task"));
        var refused = await peer.ReceiveAsync();
        peer.Send(call.AckRefusal(refused));

        Assert.Equal(500, refused.Status);
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }

    [Fact]
    public async Task A_bye_before_the_answer_ends_the_invite_with_487()
    {
        await using var sut = await StackUnderTest.StartAsync(invite => invite.Ring());
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@exchange.test");
        peer.Send(call.Invite());
        call.Learn(await peer.ReceiveAsync());
        peer.Send(call.Bye());
        var first = await peer.ReceiveAsync();
        var second = await peer.ReceiveAsync();

        Assert.Equal([("BYE", 200), ("INVITE", 487)], new[] { first, second }.Select(m =>
            (m.Method, m.Status)).Order());
    }
}
