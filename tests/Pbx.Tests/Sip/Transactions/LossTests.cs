using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip.Transactions;

/// <summary>RELIABILITY P9: two stacks, and between them a network that loses, doubles and reorders.</summary>
public sealed class LossTests
{
    private const int Calls = 500;

    [Fact]
    public async Task Five_hundred_calls_succeed_over_a_bad_network_and_leave_nothing_behind()
    {
        var time = new ManualTime();
        var offered = new ConcurrentDictionary<string, int>();
        var ended = new ConcurrentDictionary<string, DialogEnd>();
        await using var callee = await StartAsync(time, invite =>
        {
            offered.AddOrUpdate(invite.CallId, 1, (_, n) => n + 1);
            invite.Ring();
            invite.Answer(StackUnderTest.Sdp).OnBye = how => ended[invite.CallId] = how;
        });
        await using var caller = await StartAsync(time, _ => { });
        using var network = new LossyProxy(callee.BoundEndpoints[0], loss: 0.05, duplicates: 0.02, seed: 4711);
        using var pingCaller = new WirePeer(caller.BoundEndpoints[0]);
        using var pingCallee = new WirePeer(callee.BoundEndpoints[0]);
        var answered = new ConcurrentDictionary<string, int>();
        var failed = new ConcurrentDictionary<string, int>();
        for (var i = 0; i < Calls; i++)
        {
            Place(caller, network.LeftFace, answered, failed);
        }

        for (var step = 0; ended.Count + failed.Count < Calls && step < 2_000; step++)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await SettleAsync(network, pingCaller, pingCallee);
        }

        Assert.Empty(failed);
        Assert.Equal(Calls, answered.Count);
        Assert.All(answered.Values, times => Assert.Equal(1, times));
        Assert.Equal(Calls, offered.Count);
        Assert.All(offered.Values, times => Assert.Equal(1, times));
        Assert.All(ended.Values, how => Assert.Equal(DialogEnd.ByPeer, how));
        Assert.True(network.Lost > 50, $"The network lost only {network.Lost} of {network.Passed}.");

        for (var step = 0; caller.TransactionCount + callee.TransactionCount > 0 && step < 200; step++)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            await SettleAsync(network, pingCaller, pingCallee);
        }

        foreach (var stack in (SipStack[])[caller, callee])
        {
            Assert.Equal((0, 0, 0), (stack.TransactionCount, stack.ConversationCount, stack.TimerCount));
        }
    }

    private static void Place(
        SipStack caller, IPEndPoint to, ConcurrentDictionary<string, int> answered, ConcurrentDictionary<string,
            int> failed)
    {
        var call = caller.Invite(new OutgoingInviteRequest
        {
            Target = "sip:100@callee.test", Flow = caller.FlowTo(SipTransport.Udp, to),
                From = "sip:+79370000030@caller.test",
            Offer = StackUnderTest.Sdp, StaysOnFlow = true,
        });
        call.OnFailed = status => failed[call.CallId] = status;
        call.OnAnswered = (dialog, _) =>
        {
            answered.AddOrUpdate(call.CallId, 1, (_, n) => n + 1);
            dialog.Bye();
        };
        call.Start();
    }

    /// <summary>
    /// Lets sockets and mailboxes work off what the last step began: until a round of pings finds quiet.
    /// </summary>
    private static async Task SettleAsync(LossyProxy network, params WirePeer[] pingers)
    {
        int before;
        do
        {
            before = network.Seen;
            foreach (var pinger in pingers)
            {
                await pinger.ExpectNothingAsync();
            }
        }
        while (network.Seen != before);
    }

    private static async Task<SipStack> StartAsync(ManualTime time, Action<IncomingInvite> onInvite)
    {
        var options = new SipOptions
        {
            Bind = [new IPEndPoint(IPAddress.Loopback, 0)], Tcp = false, IsPublicNumber = _ => true,
            Admission = AdmissionOptions.Bench, CallsPerSecondMax = 1e6, CallBurst = 1e6,
        };
        var peers = new PeerDirectory(AddressList.Parse("127.0.0.0/8"), []);
        var stack = new SipStack(options, peers, time, NullLoggerFactory.Instance)
        {
            OnInvite = invite =>
            {
                onInvite(invite);
                return Task.CompletedTask;
            },
        };
        await stack.StartAsync(CancellationToken.None);
        return stack;
    }
}
