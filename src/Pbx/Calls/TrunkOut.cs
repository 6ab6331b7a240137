using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// The way out: calls a number through an operator. Only a number with a lease of the dial plan gets here.
/// </summary>
internal sealed class TrunkOut(
    SipStack stack, LegPool legs, TrunkBoard board, CallOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Servers tried for one call: a caller waits for the sum of their silences.</summary>
    private const int WaysMax = 4;

    /// <summary>Servers of one trunk, so that a second operator gets his turn.</summary>
    private const int WaysPerTrunkMax = 2;

    /// <summary>False when nobody can be called.</summary>
    public bool IsThere => board.CanCall;

    /// <summary>Rings the resident; null when no trunk can be used.</summary>
    /// <param name="ringTimeMax">How long; null = as long as a person lets it ring.</param>
    public IRing? Dial(DialLease lease, TimeSpan? ringTimeMax = null)
    {
        var patience = ringTimeMax ?? options.RingTimeMax;
        if (board.Unnamed is { } unnamed)
        {
            return Start(unnamed, lease, patience);
        }

        var ways = board.Choose(lease.Organisation, lease.IsRobot)
            .SelectMany(line => line.Servers.Take(WaysPerTrunkMax).Select(server => (line, server)))
            .Take(WaysMax)
            .Select(way => new TrunkWay(
                way.line.Settings.Code, () => Start(way.line, way.server, lease, patience), way.line.Fail))
            .ToList();
        return ways.Count == 0 ? null : new TrunkRing(ways, time, log);
    }

    private Dialing Start(Trunk trunk, DialLease lease, TimeSpan patience)
    {
        var flow = stack.FlowTo(trunk.Transport, trunk.Destination);
        return Dialing.Start(
            stack, legs,
            new OutgoingInviteRequest
            {
                Target = trunk.UriOf(lease.Number.ToString()),
                Flow = flow,
                From = $"sip:{options.PublicNumber}@{flow.Local}",
                Offer = default,
                Credentials = trunk.Credentials,
            },
            SourceLearning.Exact, time, patience);
    }

    /// <summary>Null when no socket of ours speaks the server's family or transport.</summary>
    private Dialing? Start(TrunkLine line, SipDestination server, DialLease lease, TimeSpan patience)
    {
        if (stack.TryFlowTo(server) is not { } flow)
        {
            return null;
        }

        var number = line.Settings.Number.Length > 0 ? line.Settings.Number : options.PublicNumber;
        var invite = TrunkInvite.To(
            line.Settings, lease.Number, number, flow, server, line.Registration, line.Credentials);
        var dialing = Dialing.Start(
            stack, legs, invite, SourceLearning.Exact, time, patience, keys: line.Settings.Dtmf);
        if (dialing.CallId is { } callId)
        {
            line.Count(callId, isInbound: false);
        }

        return dialing;
    }
}
