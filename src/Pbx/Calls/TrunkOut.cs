using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// The way out: calls a number through the operator. Only a number with a lease of the dial plan gets here.
/// </summary>
internal sealed class TrunkOut(SipStack stack, LegPool legs, Trunk? trunk, CallOptions options, TimeProvider time)
{
    /// <summary>False when nobody can be called.</summary>
    public bool IsThere => trunk is not null;

    /// <summary>Rings the resident; null when no trunk is configured.</summary>
    /// <param name="ringTimeMax">How long; null = as long as a person lets it ring.</param>
    public Dialing? Dial(DialLease lease, TimeSpan? ringTimeMax = null)
    {
        if (trunk is null)
        {
            return null;
        }

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
            SourceLearning.Exact, time, ringTimeMax ?? options.RingTimeMax);
    }
}
