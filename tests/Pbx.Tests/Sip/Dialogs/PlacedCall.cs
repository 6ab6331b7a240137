using System.Collections.Concurrent;
using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>A call of the stack under test to a scripted peer, with all that it is told written down.</summary>
internal sealed class PlacedCall
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private PlacedCall(OutgoingInvite invite)
    {
        Invite = invite;
        invite.OnProvisional = (status, _) => Provisional.Enqueue(status);
        invite.OnFailed = status => Failed.TrySetResult(status);
        invite.OnEarlyMedia = sdp => Early.Enqueue(Encoding.ASCII.GetString(sdp.Span));
        invite.OnEarlyDialog = Dialogs.Enqueue;
        invite.OnAnswered = (dialog, sdp) =>
        {
            Answers++;
            Sdp = Encoding.ASCII.GetString(sdp.Span);
            Answered.TrySetResult(dialog);
        };
    }

    public OutgoingInvite Invite { get; }

    public ConcurrentQueue<int> Provisional { get; } = [];

    public ConcurrentQueue<string> Early { get; } = [];

    public ConcurrentQueue<Dialog> Dialogs { get; } = [];

    public string Sdp { get; private set; } = "";

    public int Answers { get; private set; }

    public TaskCompletionSource<Dialog> Answered { get; } = new();

    public TaskCompletionSource<int> Failed { get; } = new();

    public static PlacedCall Place(
        StackUnderTest sut, WirePeer peer, Func<OutgoingInviteRequest, OutgoingInviteRequest>? change = null)
    {
        var request = new OutgoingInviteRequest
        {
            Target = "sip:+79370000030@127.0.0.1",
            Flow = sut.Stack.FlowTo(SipTransport.Udp, peer.Local),
            From = "sip:100@zhkh",
            FromName = "Диспетчер",
            Offer = StackUnderTest.Sdp,
        };
        var call = new PlacedCall(sut.Stack.Invite(change?.Invoke(request) ?? request));
        call.Invite.Start();
        return call;
    }

    /// <summary>Answers the INVITE and takes its ACK; more fields are whole lines of the 200.</summary>
    public async Task<(Dialog Dialog, WireMessage Invite)> EstablishAsync(WirePeer peer, params string[] more)
    {
        var invite = await peer.ReceiveAsync();
        peer.Send(peer.Response(invite, 200, "there", WirePeerCall.Sdp, more));
        Xunit.Assert.Equal("ACK", (await peer.ReceiveAsync()).Method);
        return (await Answered.Task.WaitAsync(Patience), invite);
    }
}
