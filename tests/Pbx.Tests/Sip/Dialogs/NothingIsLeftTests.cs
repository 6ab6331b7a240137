using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>RELIABILITY P10: whatever becomes of a call, 40 seconds later nothing of it is left.</summary>
public sealed class NothingIsLeftTests
{
    private const int Rounds = 25;

    [Fact]
    public async Task Tables_and_timers_are_empty_forty_seconds_after_calls_of_every_fate()
    {
        await using var sut = await StackUnderTest.StartAsync(Decide);
        using var peer = sut.Peer();
        for (var round = 0; round < Rounds; round++)
        {
            await AnsweredAsync(peer);
            await BusyAsync(peer);
            await CancelledAsync(peer);
            await WithoutAckAsync(peer);
            await ByUsAsync(peer);
            await LoginFailsAsync(peer);
            RingsForEver(peer);
            NobodyAnswersOurs(sut, peer);
            using var stream = await WireStream.ConnectAsync(sut.Udp);
            await stream.SendAsync(Call(peer, "answer").Invite().Replace("2.0/UDP", "2.0/TCP",
                StringComparison.Ordinal));
            stream.Abort();
        }

        Assert.True(sut.Stack.TransactionCount > 0);
        await sut.UntilAsync(() => _ringing.Count == 2 * Rounds);
        foreach (var invite in _ringing)
        {
            invite.Reject(480);
        }

        var gone = await sut.AdvanceUntilAsync(
            () => sut.Stack is { TransactionCount: 0, ConversationCount: 0, TimerCount: 0 });
        // BYE of a call without ACK goes out after 32 s and is itself given up 32 s later; a third wait would show.
        Assert.True(gone < TimeSpan.FromSeconds(32 + 32 + 32), $"It took {gone}.");
    }

    private readonly System.Collections.Concurrent.ConcurrentBag<IncomingInvite> _ringing = [];

    private void Decide(IncomingInvite invite)
    {
        switch (invite.Request.From.Uri.User)
        {
            case "busy":
                invite.Reject(486);
                break;
            case "ring":
                _ringing.Add(invite);
                invite.Ring();
                break;
            case "byus":
                invite.Answer(StackUnderTest.Sdp).Bye();
                break;
            default:
                invite.Answer(StackUnderTest.Sdp);
                break;
        }
    }

    private static WirePeerCall Call(WirePeer peer, string fate) => new(peer, "sip:100@x", fate);

    private static async Task<WireMessage> NextAsync(WirePeer peer, WirePeerCall call, Func<WireMessage, bool> wanted)
    {
        for (;;)
        {
            var message = await peer.ReceiveAsync();
            if (message["Call-ID"] == call.CallId && wanted(message))
            {
                return message;
            }
        }
    }

    private static async Task AnsweredAsync(WirePeer peer)
    {
        var call = Call(peer, "answer");
        peer.Send(call.Invite());
        call.Learn(await NextAsync(peer, call, m => m.Status == 200));
        peer.Send(call.Ack());
        peer.Send(call.Bye());
        await NextAsync(peer, call, m => m.Method == "BYE");
    }

    private static async Task BusyAsync(WirePeer peer)
    {
        var call = Call(peer, "busy");
        peer.Send(call.Invite());
        peer.Send(call.AckRefusal(await NextAsync(peer, call, m => m.Status == 486)));
    }

    private static async Task CancelledAsync(WirePeer peer)
    {
        var call = Call(peer, "ring");
        peer.Send(call.Invite());
        await NextAsync(peer, call, m => m.Status == 180);
        peer.Send(call.Cancel());
        peer.Send(call.AckRefusal(await NextAsync(peer, call, m => m.Status == 487)));
    }

    private static async Task WithoutAckAsync(WirePeer peer)
    {
        var call = Call(peer, "answer");
        peer.Send(call.Invite());
        await NextAsync(peer, call, m => m.Status == 200);
    }

    private static async Task ByUsAsync(WirePeer peer)
    {
        var call = Call(peer, "byus");
        peer.Send(call.Invite());
        call.Learn(await NextAsync(peer, call, m => m.Status == 200));
        peer.Send(call.Ack());
        var bye = await NextAsync(peer, call, m => m.Method == "BYE");
        peer.Send(peer.Response(bye, 200, ""));
    }

    private static async Task LoginFailsAsync(WirePeer peer)
    {
        var call = Call(peer, "201");
        peer.Send(call.Invite());
        await NextAsync(peer, call, m => m.Status == 401);
    }

    private static void RingsForEver(WirePeer peer) => peer.Send(Call(peer, "ring").Invite());

    private static void NobodyAnswersOurs(StackUnderTest sut, WirePeer peer) =>
        sut.Stack.Invite(new OutgoingInviteRequest
    {
        Target = "sip:1@127.0.0.1", From = "sip:100@zhkh", Offer = StackUnderTest.Sdp,
        Flow = sut.Stack.FlowTo(SipTransport.Udp, peer.Local),
    }).Start();
}
