using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Opens legs, and knows the addresses of those that are open: sound sent there would come back to us.
/// </summary>
/// <param name="advertisedTo">Our address as a peer sees it, when it is not the one packets leave from.</param>
internal sealed class LegPool(
    MediaEngine engine, Func<IPAddress, IPAddress?> advertisedTo, TimeProvider time, ILogger log)
{
    private readonly ConcurrentDictionary<IPEndPoint, bool> _open = new();

    public int Count => _open.Count;

    /// <summary>Legs that could be opened now.</summary>
    public int Free => engine.FreePorts;

    /// <summary>How the phones' last calls sounded.</summary>
    public PhoneSounds Sounds { get; } = new(time);

    /// <summary>Null when no port is left.</summary>
    /// <param name="learning">Trunks speak from where they say; phones may sit behind NAT.</param>
    /// <param name="keys">How keys travel; of a phone: as it likes.</param>
    public CallLeg? TryOpen(Flow flow, SourceLearning learning, TrunkDtmf keys = TrunkDtmf.Auto)
    {
        try
        {
            return engine.TryOpenLeg(flow.Local.Address) is { } media ? Open(media, flow, learning, keys) : null;
        }
        catch (SocketException refused)
        {
            CallsLog.NoSocket(log, flow.Local.Address, refused.Message);
            return null;
        }
    }

    private CallLeg Open(RtpLeg media, Flow flow, SourceLearning learning, TrunkDtmf keys)
    {
        var local = new IPEndPoint(AddressFor(flow), media.Local.Port);
        _open[local] = true;
        return new CallLeg(
            media, local, new LegSource(learning, flow.Remote.Address), keys, endpoint => _open.ContainsKey(endpoint),
            time, () => _open.TryRemove(local, out _));
    }

    private IPAddress AddressFor(Flow flow)
    {
        var local = flow.Local.Address;
        if (advertisedTo(flow.Remote.Address) is { } advertised && advertised.AddressFamily == local.AddressFamily)
        {
            return advertised;
        }

        return local.Equals(IPAddress.Any) || local.Equals(IPAddress.IPv6Any) ? RouteTo(flow.Remote) : local;
    }

    /// <summary>Asks the routing table which of our addresses the peer sees; nothing is sent.</summary>
    private static IPAddress RouteTo(IPEndPoint remote)
    {
        using var socket = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(remote);
        return socket.LocalEndPoint is IPEndPoint local ? local.Address : remote.Address;
    }
}

/// <summary>From where a leg's packets are believed.</summary>
/// <param name="Signalling">The address its SIP comes from: the only one a phone's media may be learnt from.</param>
internal readonly record struct LegSource(SourceLearning Learning, IPAddress Signalling);
