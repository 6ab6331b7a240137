using System.Net;
using System.Net.Sockets;

namespace Zhkh.Pbx.Sip;

/// <summary>All sockets of the stack: takes messages in, finds the way out.</summary>
internal sealed class TransportLayer : IDatagramReader, IDisposable
{
    /// <summary>Local addresses remembered for wildcard sockets.</summary>
    private const int RoutesMax = 1024;

    private const int PortTriesMax = 20;
    private readonly SipCore _core;
    private readonly FloodGuard _guard;
    private readonly MessageRouter _router;
    private readonly List<UdpTransport> _udp = [];
    private readonly List<StreamListener> _streams = [];
    private readonly List<StreamListener> _secured = [];
    private readonly Dictionary<IPAddress, IPAddress> _routes = [];
    private readonly Lock _gate = new();

    public TransportLayer(SipCore core, FloodGuard guard, MessageRouter router)
    {
        (_core, _guard, _router) = (core, guard, router);
        core.HostPortOf = HostPortOf;
        core.Reroute = (flow, to) => FlowTo(flow.Transport, to);
    }

    public IReadOnlyList<IPEndPoint> Bound => [.. _udp.Select(u => u.Local)];

    public IReadOnlyList<IPEndPoint> BoundTls => [.. _secured.Select(s => s.Local)];

    /// <summary>Binds everything before anything is read.</summary>
    /// <exception cref="SocketException">An address is taken or is not ours.</exception>
    public void Start()
    {
        try
        {
            foreach (var address in _core.Options.Bind)
            {
                Bind(address);
            }

            foreach (var address in _core.Options.TlsBind)
            {
                _secured.Add(new StreamListener(
                    address, StreamSecurity.Tls(_core.Options.TlsCertificate, _core.Options.TlsTrusted), _core, _guard,
                    _router));
            }
        }
        catch (SocketException)
        {
            Dispose();
            throw;
        }

        foreach (var udp in _udp)
        {
            udp.Start();
        }

        foreach (var stream in _streams.Concat(_secured))
        {
            stream.Start();
        }
    }

    public void OnDatagram(UdpTransport transport, SocketAddress source, ReadOnlySpan<byte> datagram)
    {
        SipMetrics.Received.Add(1);
        if (!_guard.Admits(SourceKey.Of(source), source))
        {
            SipMetrics.Silenced.Add(1);
            return;
        }

        _router.OnMessage(transport.FlowTo(source), datagram);
    }

    /// <summary>A flow to an address; null when no socket of ours speaks its family.</summary>
    /// <param name="tls">Whom a TLS server must prove to be; null = its address.</param>
    public Flow? FlowTo(SipTransport transport, IPEndPoint remote, TlsServer? tls = null)
    {
        _guard.Expect(remote.Address);
        return transport switch
        {
            SipTransport.Udp => Pick(_udp, u => u.Local, remote)?.FlowTo(remote),
            SipTransport.Tcp => Pick(_streams, s => s.Local, remote)?.FlowTo(remote),
            SipTransport.Tls => Pick(_secured, s => s.Local, remote)?.FlowTo(remote, tls),
            // RFC 7118 §5: the browser connects; nobody connects to a browser.
            SipTransport.Ws or SipTransport.Wss => null,
        };
    }

    public void Dispose()
    {
        foreach (var udp in _udp)
        {
            udp.Dispose();
        }

        foreach (var stream in _streams.Concat(_secured))
        {
            stream.Dispose();
        }
    }

    private static T? Pick<T>(List<T> transports, Func<T, IPEndPoint> local, IPEndPoint remote)
        where T : class
    {
        T? fitting = null;
        foreach (var transport in transports)
        {
            var address = local(transport).Address;
            if (address.AddressFamily != remote.AddressFamily)
            {
                continue;
            }

            fitting ??= transport;
            if (IPAddress.IsLoopback(address) == IPAddress.IsLoopback(remote.Address))
            {
                return transport;
            }
        }

        return fitting;
    }

    /// <summary>UDP and TCP share a port; a free one must be free for both.</summary>
    private void Bind(IPEndPoint address)
    {
        for (var attempt = 1; ; attempt++)
        {
            var udp = new UdpTransport(address, this, _core.Log);
            try
            {
                if (_core.Options.Tcp)
                {
                    _streams.Add(new StreamListener(udp.Local, StreamSecurity.None, _core, _guard, _router));
                }

                _udp.Add(udp);
                return;
            }
            catch (SocketException) when (address.Port == 0 && attempt < PortTriesMax)
            {
                udp.Dispose();
            }
            catch (SocketException)
            {
                udp.Dispose();
                throw;
            }
        }
    }

    private string HostPortOf(Flow flow)
    {
        var address = _core.Options.AdvertisedTo(flow.Remote.Address) ?? _core.Options.Advertised ?? flow.Local.Address;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            address = RouteTo(flow.Remote);
        }

        return new IPEndPoint(address, flow.Local.Port).ToString();
    }

    /// <summary>Asks the routing table by connecting a datagram socket, which sends nothing.</summary>
    private IPAddress RouteTo(IPEndPoint remote)
    {
        lock (_gate)
        {
            if (_routes.TryGetValue(remote.Address, out var known))
            {
                return known;
            }
        }

        using var probe = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        IPAddress found;
        try
        {
            probe.Connect(remote);
            found = (probe.LocalEndPoint as IPEndPoint)?.Address ?? IPAddress.Loopback;
        }
        catch (SocketException)
        {
            found = IPAddress.Loopback;
        }

        lock (_gate)
        {
            if (_routes.Count >= RoutesMax)
            {
                _routes.Clear();
            }

            _routes[remote.Address] = found;
        }

        return found;
    }
}
