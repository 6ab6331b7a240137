using System.Net;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Sip;

/// <summary>What all parts of one stack share.</summary>
internal sealed class SipCore(SipOptions options, TimeProvider time, ILogger log) : IDisposable
{
    public SipOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger Log { get; } = log;

    public TimerWheel Wheel { get; } = new(time);

    public TransactionTable Transactions { get; } = new();

    public ConversationTable Conversations { get; } = new(options.ConversationsMax, log);

    /// <summary>Our address as a peer at the end of a flow should see it; set by the transport layer.</summary>
    public Func<Flow, string> HostPortOf { get; set; } = flow => flow.Local.ToString();

    /// <summary>A flow to an address by the socket of another flow; set by the transport layer.</summary>
    public Func<Flow, IPEndPoint, Flow?> Reroute { get; set; } = (_, _) => null;

    public void Dispose() => Wheel.Dispose();
}
