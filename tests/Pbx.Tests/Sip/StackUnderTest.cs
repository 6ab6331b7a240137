using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Sip;

/// <summary>A stack on free ports of loopback with the clock in the test's hand; 127.0.0.1 is its trunk.</summary>
internal sealed class StackUnderTest : IAsyncDisposable
{
    public const string Password = "demo201";
    public static readonly byte[] Sdp = Encoding.ASCII.GetBytes("v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\n");

    private StackUnderTest(SipStack stack, ManualTime time) => (Stack, Time) = (stack, time);

    public SipStack Stack { get; }

    public ManualTime Time { get; }

    public IPEndPoint Udp => Stack.BoundEndpoints[0];

    public static async Task<StackUnderTest> StartAsync(
        Action<IncomingInvite>? onInvite = null, Func<SipOptions, SipOptions>? change = null,
            string trunks = "127.0.0.1",
        string bind = "127.0.0.1", TimeProvider? clock = null)
    {
        var time = new ManualTime();
        var options = new SipOptions
        {
            Bind = [new IPEndPoint(IPAddress.Parse(bind), 0)],
            IsPublicNumber = number => number is "100" or "112",
        };
        options = change?.Invoke(options) ?? options;
        var peers = new PeerDirectory(AddressList.Parse(trunks), [
            Extension.WithPassword("201", "privolsk", "zhkh", Password),
            Extension.WithPassword("202", "privolsk", "zhkh", "demo202", DigestAlgorithm.Sha256),
            Extension.WithPassword("203", "privolsk", "zhkh", "demo203") with { Enabled = false },
        ]);
        var stack = new SipStack(options, peers, clock ?? time, NullLoggerFactory.Instance)
        {
            OnInvite = invite =>
            {
                onInvite?.Invoke(invite);
                return Task.CompletedTask;
            },
        };
        await stack.StartAsync(CancellationToken.None);
        return new StackUnderTest(stack, time);
    }

    public WirePeer Peer(string local = "127.0.0.1", int port = 0) => new(Udp, local, port);

    /// <summary>Waits for what other threads are about to do, without moving the clock.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "What was waited for did not happen.");
            await Task.Yield();
        }
    }

    /// <summary>Waits until a conversation has read all that lies in its mailbox now.</summary>
    public static Task TurnAsync(Mailbox mailbox)
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        mailbox.PostOwn(read.SetResult);
        return read.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Moves the clock step by step until the condition holds; tells how far it went.</summary>
    /// <param name="isIdle">False while something is on its way: the clock stands, but not for ever.</param>
    public async Task<TimeSpan> AdvanceUntilAsync(Func<bool> condition, Func<bool>? isIdle = null)
    {
        var gone = TimeSpan.Zero;
        var step = TimeSpan.FromMilliseconds(500);
        using var pinger = Peer("127.0.0.1");
        while (!condition())
        {
            Assert.True(gone < TimeSpan.FromMinutes(5),
                "What was waited for did not happen in five minutes of the clock.");
            Time.Advance(step);
            gone += step;
            await pinger.ExpectNothingAsync();
            if (isIdle is not null)
            {
                await SettleAsync(condition, isIdle);
            }
        }

        return gone;
    }

    private static async Task SettleAsync(Func<bool> condition, Func<bool> isIdle)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }
        while (!isIdle() && !condition() && patience.Elapsed < TimeSpan.FromSeconds(10));
    }

    public ValueTask DisposeAsync() => Stack.DisposeAsync();
}
