using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>Our provisionals that are acknowledged (RFC 3262 §3).</summary>
public sealed class ReliableProvisionalTests
{
    private const string Required = "Require: 100rel";
    private const string Supported = "Supported: 100rel";
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes("v=0\r\ns=early\r\n");
    private static readonly TimeSpan Patience = PlacedCall.Patience;

    [Theory]
    [InlineData(Required, false, true)]
    [InlineData(Required, true, true)]
    [InlineData(Supported, true, true)]
    [InlineData(Supported, false, false)]
    [InlineData("Supported: timer", true, false)]
    public async Task A_provisional_is_reliable_when_demanded_or_when_it_carries_sdp(
        string field, bool withSdp, bool reliable)
    {
        await using var sut = await StackUnderTest.StartAsync(i => i.Ring(183, withSdp ? Answer : default));
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@x");
        peer.Send(call.Invite(WirePeerCall.Sdp, field));
        var ringing = await peer.ReceiveAsync();

        Assert.Equal(183, ringing.Status);
        Assert.Equal(reliable ? "100rel" : "", ringing["Require"]);
        Assert.Equal(reliable, uint.TryParse(ringing["RSeq"], out var rseq) && rseq is > 0 and < int.MaxValue);
    }

    [Fact]
    public async Task It_is_repeated_at_doubling_gaps_until_its_prack_on_tcp_as_well()
    {
        await using var sut = await StackUnderTest.StartAsync(i => i.Ring());
        using var peer = sut.Peer();
        var (call, first) = await AskAsync(peer, Required);
        await sut.UntilAsync(() => sut.Stack.TimerCount == 3);
        foreach (var gap in (int[])[500, 1000, 2000, 4000, 8000])
        {
            sut.Time.Advance(TimeSpan.FromMilliseconds(gap - 20));
            await peer.ExpectNothingAsync();
            sut.Time.Advance(TimeSpan.FromMilliseconds(40));
            Assert.Equal(first.Raw, (await peer.ReceiveAsync()).Raw);
            await sut.UntilAsync(() => sut.Stack.TimerCount == 3);
        }

        peer.Send(Prack(call, first));
        Assert.Equal(200, (await peer.ReceiveAsync()).Status);
        sut.Time.Advance(TimeSpan.FromSeconds(20));
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_caller_that_acknowledges_nothing_is_refused_after_32_s()
    {
        IncomingInvite? invite = null;
        await using var sut = await StackUnderTest.StartAsync(i => (invite = i).Ring());
        using var peer = sut.Peer();
        await AskAsync(peer, Required);
        await sut.AdvanceUntilAsync(() => invite?.Dialog.End is not null);
        WireMessage last;
        do
        {
            last = await peer.ReceiveAsync();
        }
        while (last.Status < 200);

        Assert.Equal(504, last.Status);
        Assert.True(invite?.Cancelled.IsCancellationRequested);
    }

    [Fact]
    public async Task Only_the_prack_that_is_waited_for_gets_200()
    {
        await using var sut = await StackUnderTest.StartAsync(i => i.Ring());
        using var peer = sut.Peer();
        var (call, ringing) = await AskAsync(peer, Required);
        var rseq = uint.Parse(ringing["RSeq"], null);
        foreach (var wrong in (string[])[$"{rseq + 1} 1 INVITE", $"{rseq} 2 INVITE", $"{rseq} 1 UPDATE"])
        {
            peer.Send(call.Next("PRACK", more: $"RAck: {wrong}"));
            Assert.Equal(481, (await peer.ReceiveAsync()).Status);
        }

        foreach (var nonsense in (string[])["", "x", "-1 1 INVITE", "0 1 INVITE", "99999999999 1 INVITE", "1 INVITE"])
        {
            peer.Send(call.Next("PRACK", more: $"RAck: {nonsense}"));
            Assert.Equal(400, (await peer.ReceiveAsync()).Status);
        }

        peer.Send(call.Next("PRACK", cseq: 20, more: $"RAck: {rseq} 1 INVITE"));
        Assert.Equal(200, (await peer.ReceiveAsync()).Status);
        peer.Send(call.Next("PRACK", cseq: 21, more: $"RAck: {rseq} 1 INVITE"));
        Assert.Equal(481, (await peer.ReceiveAsync()).Status);
    }

    [Fact]
    public async Task The_200_waits_for_the_prack_of_the_answer_and_carries_no_other()
    {
        Dialog? dialog = null;
        await using var sut = await StackUnderTest.StartAsync(i =>
        {
            i.Ring(183, Answer);
            dialog = i.Answer(StackUnderTest.Sdp);
        });
        using var peer = sut.Peer();
        var (call, progress) = await AskAsync(peer, Supported);
        await peer.ExpectNothingAsync();
        var early = dialog?.IsEarly;
        peer.Send(Prack(call, progress));
        var acknowledged = await peer.ReceiveAsync();
        var ok = await peer.ReceiveAsync();
        peer.Send(call.Ack());

        Assert.Equal("v=0\r\ns=early\r\n", progress.Body);
        Assert.True(early);
        Assert.Equal(("PRACK", 200), (acknowledged.Method, acknowledged.Status));
        Assert.Equal(("INVITE", 200, ""), (ok.Method, ok.Status, ok.Body));
        Assert.Equal(progress.Tag("To"), ok.Tag("To"));
        Assert.False(dialog?.IsEarly);
    }

    [Fact]
    public async Task Provisionals_are_acknowledged_one_by_one_in_the_order_of_their_numbers()
    {
        await using var sut = await StackUnderTest.StartAsync(i =>
        {
            i.Ring();
            i.Ring(181);
            i.Ring(183, Answer);
            i.Answer(StackUnderTest.Sdp);
        });
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@x");
        peer.Send(call.Invite(WirePeerCall.Sdp, Required));
        var last = 0u;
        foreach (var status in (int[])[180, 181, 183])
        {
            var ringing = await peer.ReceiveAsync();
            call.Learn(ringing);
            var rseq = uint.Parse(ringing["RSeq"], null);
            Assert.Equal(status, ringing.Status);
            Assert.True(last == 0 || rseq == last + 1);
            last = rseq;
            await peer.ExpectNothingAsync();
            peer.Send(Prack(call, ringing));
            Assert.Equal("PRACK", (await peer.ReceiveAsync()).Method);
        }

        Assert.Equal(("INVITE", 200), await peer.ReceiveAsync() is var ok ? (ok.Method, ok.Status) : default);
    }

    [Fact]
    public async Task A_200_does_not_wait_for_a_ring_without_sdp_whose_late_prack_is_still_answered()
    {
        await using var sut = await StackUnderTest.StartAsync(i =>
        {
            i.Ring();
            i.Answer(StackUnderTest.Sdp);
        });
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@x");
        peer.Send(call.Invite(WirePeerCall.Sdp, Required));
        var ringing = await peer.ReceiveAsync();
        var ok = await peer.ReceiveAsync();
        call.Learn(ok);
        peer.Send(call.Ack());
        peer.Send(Prack(call, ringing));
        var acknowledged = await peer.ReceiveAsync();
        peer.Send(Prack(call, ringing));
        var again = await peer.ReceiveAsync();

        Assert.Equal((180, 200), (ringing.Status, ok.Status));
        Assert.NotEqual("", ok.Body);
        Assert.Equal((200, 481), (acknowledged.Status, again.Status));
    }

    [Fact]
    public async Task A_refusal_does_not_wait_and_ends_the_repetition()
    {
        await using var sut = await StackUnderTest.StartAsync(i =>
        {
            i.Ring(183, Answer);
            i.Answer(StackUnderTest.Sdp);
            i.Reject(486);
        });
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@x");
        peer.Send(call.Invite(WirePeerCall.Sdp, Required));
        call.Learn(await peer.ReceiveAsync());
        var refusal = await peer.ReceiveAsync();
        peer.Send(call.AckRefusal(refusal));
        await peer.ExpectNothingAsync();
        sut.Time.Advance(TimeSpan.FromSeconds(5));
        await peer.ExpectNothingAsync();

        Assert.Equal(486, refusal.Status);
    }

    [Fact]
    public async Task An_offer_in_a_provisional_gets_its_answer_by_prack()
    {
        var answer = new TaskCompletionSource<string>();
        await using var sut = await StackUnderTest.StartAsync(i =>
        {
            i.OnEarlyAnswer = sdp => answer.TrySetResult(Encoding.ASCII.GetString(sdp.Span));
            i.Ring(183, Answer);
            i.Answer(StackUnderTest.Sdp);
        });
        using var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@x");
        peer.Send(call.Invite("", Supported));
        var progress = await peer.ReceiveAsync();
        call.Learn(progress);
        peer.Send(call.Next("PRACK", "v=0\r\ns=theirs\r\n", more: $"RAck: {progress["RSeq"]} 1 INVITE"));
        var acknowledged = await peer.ReceiveAsync();
        var ok = await peer.ReceiveAsync();

        Assert.Equal("v=0\r\ns=theirs\r\n", await answer.Task.WaitAsync(Patience));
        Assert.Equal((200, ""), (acknowledged.Status, acknowledged.Body));
        Assert.Equal((200, ""), (ok.Status, ok.Body));
    }

    [Fact]
    public async Task After_the_prack_an_early_dialog_takes_updates()
    {
        await using var sut = await StackUnderTest.StartAsync(i =>
        {
            i.Dialog.OnReInvite = _ => Encoding.ASCII.GetBytes("v=0\r\ns=moved\r\n");
            i.Ring(183, Answer);
        });
        using var peer = sut.Peer();
        var (call, progress) = await AskAsync(peer, Supported);
        peer.Send(Prack(call, progress));
        await peer.ReceiveAsync();
        peer.Send(call.Next("UPDATE", WirePeerCall.Sdp));
        var full = await peer.ReceiveAsync();
        peer.Send(call.Next("UPDATE"));
        var empty = await peer.ReceiveAsync();

        Assert.Equal((200, "v=0\r\ns=moved\r\n"), (full.Status, full.Body));
        Assert.Equal((200, ""), (empty.Status, empty.Body));
    }

    [Fact]
    public async Task A_storm_of_pracks_leaves_no_more_than_answers()
    {
        IncomingInvite? invite = null;
        await using var sut = await StackUnderTest.StartAsync(i => (invite = i).Ring());
        using var peer = sut.Peer();
        var (call, ringing) = await AskAsync(peer, Required);
        for (var i = 0; i < 100; i++)
        {
            peer.Send(call.Next("PRACK", more: $"RAck: {1 + (i * 7)} 1 INVITE"));
            Assert.Equal(481, (await peer.ReceiveAsync()).Status);
        }

        peer.Send(Prack(call, ringing));
        Assert.Equal(200, (await peer.ReceiveAsync()).Status);
        Assert.Equal(1, sut.Stack.ConversationCount);
        invite?.Reject(480);
        peer.Send(call.AckRefusal(await peer.ReceiveFinalAsync()));
        await sut.AdvanceUntilAsync(
            () => sut.Stack is { TransactionCount: 0, ConversationCount: 0, TimerCount: 0 });
    }

    /// <summary>Calls, and knows the early dialog of what comes first.</summary>
    private static async Task<(WirePeerCall Call, WireMessage Ringing)> AskAsync(WirePeer peer, string field)
    {
        var call = new WirePeerCall(peer, "sip:100@x");
        peer.Send(call.Invite(WirePeerCall.Sdp, field));
        var ringing = await peer.ReceiveAsync();
        call.Learn(ringing);
        return (call, ringing);
    }

    private static string Prack(WirePeerCall call, WireMessage provisional) =>
        call.Next("PRACK", more: $"RAck: {provisional["RSeq"]} 1 INVITE");
}
