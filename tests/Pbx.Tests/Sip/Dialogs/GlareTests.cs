using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>Offers of both sides at once (RFC 3261 §14, RFC 3311), and offers that come too early.</summary>
public sealed class GlareTests
{
    private static readonly TimeSpan Patience = PlacedCall.Patience;

    [Fact]
    public async Task The_owner_of_the_call_id_waits_2_1_to_4_seconds_after_491()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var (dialog, _) = await call.EstablishAsync(peer);
        var result = dialog.ReInviteAsync(StackUnderTest.Sdp);
        await GlareAsync(dialog, peer);
        sut.Time.Advance(TimeSpan.FromSeconds(2.05));
        await peer.ExpectNothingAsync();
        sut.Time.Advance(TimeSpan.FromSeconds(2));
        var again = await peer.ReceiveAsync();
        peer.Send(peer.Response(again, 200, "", WirePeerCall.Sdp));

        Assert.Equal("3 INVITE", again["CSeq"]);
        Assert.Equal(Encoding.ASCII.GetString(StackUnderTest.Sdp), again.Body);
        Assert.True((await result.WaitAsync(Patience)).IsSuccess);
    }

    [Fact]
    public async Task The_other_side_waits_up_to_two_seconds()
    {
        await using var talk = await AnsweredCall.StartAsync();
        var (peer, dialog) = (talk.Peer, talk.Dialog);
        var result = dialog.ReInviteAsync(StackUnderTest.Sdp);
        await GlareAsync(dialog, peer);
        talk.Sut.Time.Advance(TimeSpan.FromSeconds(2.05));
        var again = await peer.ReceiveAsync();
        peer.Send(peer.Response(again, 200, "", WirePeerCall.Sdp));

        Assert.True((await result.WaitAsync(Patience)).IsSuccess);
    }

    [Fact]
    public async Task A_peer_that_says_491_for_ever_is_believed_in_the_end()
    {
        await using var talk = await AnsweredCall.StartAsync();
        var (peer, dialog) = (talk.Peer, talk.Dialog);
        var result = dialog.ReInviteAsync(StackUnderTest.Sdp);
        for (var tries = 1; tries < DialogOffers.TriesMax; tries++)
        {
            await GlareAsync(dialog, peer);
            talk.Sut.Time.Advance(TimeSpan.FromSeconds(2.05));
        }

        peer.Send(peer.Response(await peer.ReceiveAsync(), 491, ""));
        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        Assert.Equal(491, (await result.WaitAsync(Patience)).Status);
        Assert.Null(dialog.End);
    }

    [Fact]
    public async Task A_peer_that_is_busy_with_an_offer_is_asked_again_when_it_says()
    {
        await using var talk = await AnsweredCall.StartAsync();
        var (peer, dialog) = (talk.Peer, talk.Dialog);
        var result = dialog.ReInviteAsync(StackUnderTest.Sdp);
        peer.Send(peer.Response(await peer.ReceiveAsync(), 500, "", "", "Retry-After: 7"));
        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        await StackUnderTest.TurnAsync(dialog.Mailbox);
        talk.Sut.Time.Advance(TimeSpan.FromSeconds(6));
        await peer.ExpectNothingAsync();
        talk.Sut.Time.Advance(TimeSpan.FromSeconds(1.05));
        peer.Send(peer.Response(await peer.ReceiveAsync(), 200, "", WirePeerCall.Sdp));

        Assert.True((await result.WaitAsync(Patience)).IsSuccess);
    }

    [Fact]
    public async Task Offers_of_ours_leave_one_after_the_other_and_no_more_than_eight_wait()
    {
        await using var talk = await AnsweredCall.StartAsync();
        var (peer, dialog) = (talk.Peer, talk.Dialog);
        var results = Enumerable.Range(0, DialogOffers.WishesMax + 1)
            .Select(i => dialog.ReInviteAsync(Encoding.ASCII.GetBytes($"v=0\r\ns={i}\r\n"))).ToArray();
        for (var i = 0; i < DialogOffers.WishesMax; i++)
        {
            var invite = await peer.ReceiveAsync();
            Assert.Equal($"v=0\r\ns={i}\r\n", invite.Body);
            peer.Send(peer.Response(invite, 200, "", WirePeerCall.Sdp));
            Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        }

        Assert.Equal(491, (await results[^1].WaitAsync(Patience)).Status);
        Assert.All(await Task.WhenAll(results[..^1]).WaitAsync(Patience), r => Assert.True(r.IsSuccess));
    }

    [Fact]
    public async Task An_offer_waits_for_the_ack_of_the_offer_before_it()
    {
        Dialog? dialog = null;
        await using var sut = await StackUnderTest.StartAsync(i => dialog = i.Answer(StackUnderTest.Sdp));
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@x");
        peer.Send(call.Invite());
        call.Learn(await peer.ReceiveFinalAsync());
        var result = dialog!.ReInviteAsync(StackUnderTest.Sdp);
        await peer.ExpectNothingAsync();
        peer.Send(call.Ack());
        peer.Send(peer.Response(await peer.ReceiveAsync(), 200, "", WirePeerCall.Sdp));

        Assert.True((await result.WaitAsync(Patience)).IsSuccess);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("UPDATE")]
    public async Task An_offer_while_another_is_open_gets_500_and_when_to_come_again(string method)
    {
        await using var sut = await StackUnderTest.StartAsync(i => i.Ring());
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@x");
        peer.Send(call.Invite());
        call.Learn(await peer.ReceiveAsync());
        peer.Send(call.Next(method, WirePeerCall.Sdp));
        var refusal = await peer.ReceiveAsync();

        Assert.Equal(500, refusal.Status);
        Assert.InRange(int.Parse(refusal["Retry-After"], null), 1, 10);
    }

    [Fact]
    public async Task Update_with_and_without_sdp_is_answered_in_a_call_that_talks()
    {
        var offers = new List<string>();
        await using var talk = await AnsweredCall.StartAsync(offer =>
        {
            offers.Add(Encoding.ASCII.GetString(offer.Span));
            return Encoding.ASCII.GetBytes("v=0\r\ns=again\r\n");
        });
        var (peer, call) = (talk.Peer, talk.Call);
        peer.Send(call.Next("UPDATE"));
        var empty = await peer.ReceiveAsync();
        peer.Send(call.Next("UPDATE", "v=0\r\ns=hold\r\n"));
        var full = await peer.ReceiveAsync();

        Assert.Equal((200, ""), (empty.Status, empty.Body));
        Assert.Equal((200, "v=0\r\ns=again\r\n"), (full.Status, full.Body));
        Assert.Equal(["v=0\r\ns=hold\r\n"], offers);
    }

    [Fact]
    public async Task Our_update_brings_the_answer_without_an_ack_and_meets_theirs_with_491()
    {
        await using var talk = await AnsweredCall.StartAsync();
        var (peer, dialog, call) = (talk.Peer, talk.Dialog, talk.Call);
        var result = dialog.UpdateAsync(StackUnderTest.Sdp);
        var update = await peer.ReceiveAsync();
        peer.Send(call.Next("UPDATE", WirePeerCall.Sdp));
        var glare = await peer.ReceiveAsync();
        peer.Send(peer.Response(update, 200, "", "v=0\r\ns=ok\r\n"));

        Assert.Equal(("UPDATE", 491), (update.Method, glare.Status));
        Assert.Equal("v=0\r\ns=ok\r\n", Encoding.ASCII.GetString((await result.WaitAsync(Patience)).Sdp.Span));
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task What_was_wished_of_a_call_that_ends_ends_too()
    {
        await using var talk = await AnsweredCall.StartAsync();
        var (peer, dialog, call) = (talk.Peer, talk.Dialog, talk.Call);
        var first = dialog.ReInviteAsync(StackUnderTest.Sdp);
        var second = dialog.ReInviteAsync(StackUnderTest.Sdp);
        var invite = await peer.ReceiveAsync();
        peer.Send(call.Bye());
        Assert.Equal(200, (await peer.ReceiveAsync()).Status);
        peer.Send(peer.Response(invite, 487, ""));

        Assert.Equal(481, (await second.WaitAsync(Patience)).Status);
        Assert.Equal(481, (await first.WaitAsync(Patience)).Status);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("UPDATE")]
    public async Task An_offer_that_nobody_can_answer_yet_comes_again_and_is_answered_then(string method)
    {
        await using var talk = await AnsweredCall.StartAsync();
        var (peer, call) = (talk.Peer, talk.Call);
        peer.Send(call.Next(method, WirePeerCall.Sdp));
        var early = await peer.ReceiveAsync();
        talk.Dialog.OnReInvite = _ => StackUnderTest.Sdp;
        peer.Send(call.Next(method, WirePeerCall.Sdp));
        var answered = await peer.ReceiveAsync();

        Assert.Equal(500, early.Status);
        Assert.InRange(int.Parse(early["Retry-After"], null), 1, 10);
        Assert.Equal((200, Encoding.ASCII.GetString(StackUnderTest.Sdp)), (answered.Status, answered.Body));
    }

    private static async Task GlareAsync(Dialog dialog, WirePeer peer)
    {
        var invite = await peer.ReceiveAsync();
        Assert.Equal("INVITE", invite.Method);
        peer.Send(peer.Response(invite, 491, ""));
        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        // The ACK leaves before the back-off is armed, in the same turn of the mailbox.
        await StackUnderTest.TurnAsync(dialog.Mailbox);
        await peer.ExpectNothingAsync();
    }
}
