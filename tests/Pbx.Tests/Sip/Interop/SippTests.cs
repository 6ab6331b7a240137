using System.Net;
using System.Text;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Tests.Sip.Dialogs;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Interop;

/// <summary>
/// sipp on the other side, by the wall clock: session timers of two and three seconds, PRACK both ways.
/// </summary>
public sealed class SippTests
{
    private const string Operator = "127.0.71.20";
    private const string Called = "127.0.71.21";
    private const int CalledPort = 5071;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly byte[] Sdp = Encoding.ASCII.GetBytes(WirePeerCall.Sdp);

    [Fact]
    public async Task A_caller_that_demands_reliability_gets_it()
    {
        await using var sut = await StartAsync(invite =>
        {
            invite.Ring(183, Sdp);
            invite.Answer(Sdp);
        });
        await PlayAsync(sut, SippScripts.CallerDemandsReliability);
    }

    [Fact]
    public async Task A_caller_is_told_the_least_interval_and_then_refreshed()
    {
        await using var sut = await StartAsync(invite => invite.Answer(Sdp));
        await PlayAsync(sut, SippScripts.CallerIsRefreshed);
    }

    [Fact]
    public async Task A_caller_that_forgets_to_refresh_is_hung_up_on()
    {
        Dialog? dialog = null;
        await using var sut = await StartAsync(invite => dialog = invite.Answer(Sdp));
        await PlayAsync(sut, SippScripts.CallerForgetsToRefresh);

        Assert.Equal(DialogEnd.SessionExpired, dialog?.End);
    }

    [Fact]
    public async Task A_callee_that_rings_reliably_is_acknowledged_answered_and_refreshed()
    {
        await using var sut = await StartAsync(_ => { });
        using var sipp = Sipp.Start(
            SippScripts.CalledRingsReliably, sut.Udp, Called, "-p", $"{CalledPort}", "-m", "1", "-timeout", "50");
        var flow = sut.Stack.FlowTo(SipTransport.Udp, new IPEndPoint(IPAddress.Parse(Called), CalledPort));
        var invite = sut.Stack.Invite(new OutgoingInviteRequest
        {
            Target = $"sip:there@{Called}:{CalledPort}", Flow = flow, From = "sip:100@zhkh", Offer = Sdp,
        });
        var answered = new TaskCompletionSource<Dialog>();
        var early = new TaskCompletionSource<int>();
        invite.OnAnswered = (dialog, _) => answered.TrySetResult(dialog);
        invite.OnEarlyMedia = sdp => early.TrySetResult(sdp.Length);
        invite.Start();
        var dialog = await answered.Task.WaitAsync(Limit);
        var first = dialog.Session.Terms;
        await sut.UntilAsync(() => dialog.Session.Refreshes > 0 || dialog.End is not null);
        dialog.Bye();

        Assert.True(await sipp.EndAsync(Limit) == 0, sipp.Trace());
        Assert.Equal((2u, true), (first.Seconds, first.WeRefresh));
        Assert.True(await early.Task > 0);
    }

    private static Task<StackUnderTest> StartAsync(Action<IncomingInvite> onInvite) => StackUnderTest.StartAsync(
        onInvite, o => o with { SessionMinSeconds = 2 }, $"{Operator},{Called}", "127.0.71.22",
        TimeProvider.System);

    private static async Task PlayAsync(StackUnderTest sut, string scenario)
    {
        using var sipp = Sipp.Start(scenario, sut.Udp, Operator, "-m", "1", "-timeout", "50");
        Assert.True(await sipp.EndAsync(Limit) == 0, sipp.Trace());
        await sut.UntilAsync(() => sut.Stack.ConversationCount == 0);
    }
}
