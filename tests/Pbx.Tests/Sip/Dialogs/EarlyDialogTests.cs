using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>Provisionals of the peer: early media, forks, PRACK of ours (RFC 3262 §4, RFC 3261 §13.2.2.1).</summary>
public sealed class EarlyDialogTests
{
    private static readonly TimeSpan Patience = PlacedCall.Patience;

    [Fact]
    public async Task A_reliable_provisional_is_acknowledged_and_its_sound_is_heard()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(Reliable(peer, invite, 183, "there", 7, "v=0\r\ns=early\r\n"));
        var prack = await peer.ReceiveAsync();
        peer.Send(peer.Response(prack, 200, ""));
        peer.Send(Reliable(peer, invite, 183, "there", 7, "v=0\r\ns=early\r\n"));
        await peer.ExpectNothingAsync(); // a copy: its PRACK repeats itself
        peer.Send(peer.Response(invite, 200, "there"));
        var ack = await peer.ReceiveAsync();
        await call.Answered.Task.WaitAsync(Patience);

        Assert.Equal(("PRACK", "7 1 INVITE", "2 PRACK"), (prack.Method, prack["RAck"], prack["CSeq"]));
        Assert.Equal("there", prack.Tag("To"));
        Assert.Equal(("ACK", "1 ACK"), (ack.Method, ack["CSeq"]));
        Assert.Equal(["v=0\r\ns=early\r\n"], call.Early);
        Assert.Equal("v=0\r\ns=early\r\n", call.Sdp); // the 200 had none: the answer came before
        Assert.Equal([183], call.Provisional);
        Assert.Same(call.Dialogs.Single(), await call.Answered.Task);
    }

    [Fact]
    public async Task A_provisional_out_of_order_waits_for_the_one_before_it()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(Reliable(peer, invite, 180, "there", 1));
        Assert.Equal("1 1 INVITE", (await peer.ReceiveAsync())["RAck"]);
        peer.Send(Reliable(peer, invite, 183, "there", 3, WirePeerCall.Sdp));
        await peer.ExpectNothingAsync();
        peer.Send(Reliable(peer, invite, 181, "there", 2));
        Assert.Equal("2 1 INVITE", (await peer.ReceiveAsync())["RAck"]);
        peer.Send(Reliable(peer, invite, 183, "there", 3, WirePeerCall.Sdp));
        Assert.Equal("3 1 INVITE", (await peer.ReceiveAsync())["RAck"]);

        Assert.Equal([180, 181, 183], call.Provisional);
    }

    [Theory]
    [InlineData("RSeq: 0")]
    [InlineData("RSeq: -1")]
    [InlineData("RSeq: 99999999999")]
    [InlineData("X-Nothing: 1")]
    public async Task A_provisional_without_a_number_is_not_acknowledged(string rseq)
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 183, "there", "", "Require: 100rel", rseq));
        await peer.ExpectNothingAsync();

        Assert.Empty(call.Provisional);
    }

    [Fact]
    public async Task Forks_have_dialogs_and_numbers_of_their_own_and_the_one_that_answers_stays()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(Reliable(peer, invite, 183, "left", 100, "v=0\r\ns=left\r\n"));
        var left = await peer.ReceiveAsync();
        peer.Send(peer.Response(left, 200, ""));
        peer.Send(Reliable(peer, invite, 183, "right", 5, "v=0\r\ns=right\r\n"));
        var right = await peer.ReceiveAsync();
        peer.Send(peer.Response(right, 200, ""));
        peer.Send(peer.Response(invite, 200, "right"));
        Assert.Equal(("ACK", "right"), await peer.ReceiveAsync() is var ack ? (ack.Method, ack.Tag("To")) : default);
        var dialog = await call.Answered.Task.WaitAsync(Patience);
        var lost = call.Dialogs.Single(d => d.RemoteTag == "left");

        Assert.Equal(("100 1 INVITE", "left"), (left["RAck"], left.Tag("To")));
        Assert.Equal(("5 1 INVITE", "right"), (right["RAck"], right.Tag("To")));
        Assert.Equal(["v=0\r\ns=left\r\n", "v=0\r\ns=right\r\n"], call.Early);
        Assert.Equal(("v=0\r\ns=right\r\n", "right"), (call.Sdp, dialog.RemoteTag));
        Assert.NotNull(lost.End);
        Assert.Null(dialog.End);
    }

    [Fact]
    public async Task More_forks_than_eight_are_not_acknowledged()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        for (var i = 0; i < OutgoingInvite.ForksMax; i++)
        {
            peer.Send(Reliable(peer, invite, 180, $"fork{i}", 1));
            peer.Send(peer.Response(await peer.ReceiveAsync(), 200, ""));
        }

        peer.Send(Reliable(peer, invite, 180, "one too many", 1));
        await peer.ExpectNothingAsync();
        peer.Send(peer.Response(invite, 486, "fork0"));
        Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        Assert.Equal(486, await call.Failed.Task.WaitAsync(Patience));
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);

        Assert.Equal(OutgoingInvite.ForksMax, call.Dialogs.Count);
        Assert.All(call.Dialogs, d => Assert.NotNull(d.End));
    }

    [Fact]
    public async Task Update_in_an_early_dialog_is_served_when_the_answer_is_there_and_meets_491_before()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        call.Invite.OnEarlyDialog = d => d.OnReInvite = _ => Encoding.ASCII.GetBytes("v=0\r\ns=moved\r\n");
        peer.Send(Reliable(peer, invite, 180, "there", 1));
        await peer.ReceiveAsync();
        peer.Send(Update(peer, invite, 11, WirePeerCall.Sdp));
        var glare = await peer.ReceiveAsync();
        peer.Send(Reliable(peer, invite, 183, "there", 2, WirePeerCall.Sdp));
        await peer.ReceiveAsync();
        peer.Send(Update(peer, invite, 12, WirePeerCall.Sdp));
        var served = await peer.ReceiveAsync();
        peer.Send(Update(peer, invite, 13, ""));
        var empty = await peer.ReceiveAsync();

        Assert.Equal(491, glare.Status);
        Assert.Equal((200, "v=0\r\ns=moved\r\n"), (served.Status, served.Body));
        Assert.Equal((200, ""), (empty.Status, empty.Body));
    }

    [Fact]
    public async Task Sound_before_the_answer_is_told_without_reliability_too()
    {
        await using var sut = await StackUnderTest.StartAsync();
        using var peer = sut.Peer();
        var call = PlacedCall.Place(sut, peer);
        var invite = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 183, "there", "v=0\r\ns=tone\r\n"));
        await sut.UntilAsync(() => call.Provisional.Count == 1 && !call.Early.IsEmpty);
        await peer.ExpectNothingAsync();

        Assert.Equal(["v=0\r\ns=tone\r\n"], call.Early);
    }

    private static string Reliable(
        WirePeer peer, WireMessage invite, int status, string tag, uint rseq, string body = "") =>
        peer.Response(invite, status, tag, body, "Require: 100rel", $"RSeq: {rseq}");

    private static string Update(WirePeer peer, WireMessage invite, int cseq, string body) =>
        peer.Request(
            "UPDATE", invite.Uri("Contact"), invite["Call-ID"], cseq, null, "peer", invite.Tag("From"), "there", body);
}
