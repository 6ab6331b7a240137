using Zhkh.Pbx.Sip;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Dialogs;

/// <summary>A call of a peer that was answered at once and is quiet: 200 acknowledged, no offer open.</summary>
internal sealed class AnsweredCall : IAsyncDisposable
{
    private AnsweredCall(StackUnderTest stack, WirePeer peer, WirePeerCall call, Dialog dialog) =>
        (Sut, Peer, Call, Dialog) = (stack, peer, call, dialog);

    public StackUnderTest Sut { get; }

    public WirePeer Peer { get; }

    public WirePeerCall Call { get; }

    /// <summary>Our side of it.</summary>
    public Dialog Dialog { get; }

    /// <param name="reInvite">What its owner answers to new offers; null: nobody owns it.</param>
    public static async Task<AnsweredCall> StartAsync(
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?>? reInvite = null)
    {
        Dialog? dialog = null;
        var sut = await StackUnderTest.StartAsync(invite =>
        {
            dialog = invite.Answer(StackUnderTest.Sdp);
            dialog.OnReInvite = reInvite;
        });
        var peer = sut.Peer();
        var call = new WirePeerCall(peer, "sip:100@x");
        await call.EstablishAsync();
        await sut.UntilAsync(() => sut.Stack.TimerCount == 1);
        return new AnsweredCall(sut, peer, call, Assert.IsType<Dialog>(dialog));
    }

    public async ValueTask DisposeAsync()
    {
        Peer.Dispose();
        await Sut.DisposeAsync();
    }
}
