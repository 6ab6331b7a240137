using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// Finds the servers of a name (RFC 3263 §4): NAPTR says how, SRV which and in what order, A and AAAA where. Bounded
/// in time and in what it keeps.
/// </summary>
public sealed class SipResolver
{
    /// <summary>Destinations of one name; who has tried so many has tried enough.</summary>
    public const int DestinationsMax = 16;

    private const int AliasesMax = 8;
    private readonly DnsCache _dns;
    private readonly Func<int, int> _draw;

    /// <param name="draw">For tests of the weights; null = by chance.</param>
    public SipResolver(ResolverOptions options, TimeProvider time, Func<int, int>? draw = null)
    {
        _dns = new DnsCache(new DnsClient(options, time), options.CacheMax, time);
        _draw = draw ?? (most => Random.Shared.Next(most + 1));
    }

    internal int CachedCount => _dns.Count;

    /// <summary>In the order they are to be tried; empty when the name leads nowhere.</summary>
    public async Task<IReadOnlyList<SipDestination>> ResolveAsync(SipPlace place, CancellationToken cancel)
    {
        var host = place.Host.Trim('[', ']');
        if (IPAddress.TryParse(host, out var address))
        {
            return [At(place.Transport ?? SipTransport.Udp, address, place.Port, host)];
        }

        if (place.Port > 0)
        {
            return await ByAddressAsync(host, place.Transport ?? SipTransport.Udp, place.Port, cancel)
                .ConfigureAwait(false);
        }

        var found = place.Transport is { } transport
            ? await ByServerAsync(ServiceName(transport, host), transport, cancel).ConfigureAwait(false)
            : await ByPointerAsync(host, cancel).ConfigureAwait(false);
        return found ?? await ByAddressAsync(host, place.Transport ?? SipTransport.Udp, 0, cancel)
            .ConfigureAwait(false);
    }

    private static string ServiceName(SipTransport transport, string host) => transport switch
    {
        SipTransport.Udp => "_sip._udp." + host,
        SipTransport.Tcp => "_sip._tcp." + host,
        SipTransport.Tls => "_sips._tcp." + host,
        // RFC 7118 §7: the services of a browser's way; no operator is reached by it.
        SipTransport.Ws => "_ws._tcp." + host,
        SipTransport.Wss => "_wss._tcp." + host,
    };

    private static SipDestination At(SipTransport transport, IPAddress address, int port, string name) => new(
        transport,
        new IPEndPoint(address, port > 0 ? port
            : transport == SipTransport.Tls ? SipPorts.Default + 1 : SipPorts.Default),
        name);

    /// <summary>Null when the name has neither NAPTR nor SRV.</summary>
    private async Task<IReadOnlyList<SipDestination>?> ByPointerAsync(string host, CancellationToken cancel)
    {
        var records = await _dns.FindAsync(host, DnsType.Naptr, cancel).ConfigureAwait(false);
        var found = new List<SipDestination>();
        var isTold = false;
        foreach (var pointer in records.OfType<DnsRecord.Pointer>().OrderBy(p => p.Order).ThenBy(p => p.Preference))
        {
            if (pointer.Flags.Equals("s", StringComparison.OrdinalIgnoreCase) && Spoken(pointer.Service) is { } how
                && await ByServerAsync(pointer.Replacement, how, cancel).ConfigureAwait(false) is { } servers)
            {
                isTold = true;
                found.AddRange(servers);
            }
        }

        if (isTold)
        {
            return [.. found.Take(DestinationsMax)];
        }

        // §4.1: without NAPTR the SRV records of each transport we speak are asked for.
        foreach (var transport in (SipTransport[])[SipTransport.Udp, SipTransport.Tcp, SipTransport.Tls])
        {
            if (await ByServerAsync(ServiceName(transport, host), transport, cancel).ConfigureAwait(false) is { } some)
            {
                return some;
            }
        }

        return null;
    }

    private static SipTransport? Spoken(string service) => service.ToUpperInvariant() switch
    {
        "SIP+D2U" => SipTransport.Udp,
        "SIP+D2T" => SipTransport.Tcp,
        "SIPS+D2T" => SipTransport.Tls,
        _ => null,
    };

    /// <summary>Null when there is no SRV record; empty when the service is said not to exist.</summary>
    private async Task<IReadOnlyList<SipDestination>?> ByServerAsync(
        string name, SipTransport transport, CancellationToken cancel)
    {
        var records = await _dns.FindAsync(name, DnsType.Srv, cancel).ConfigureAwait(false);
        var servers = records.OfType<DnsRecord.Server>().ToList();
        if (servers.Count == 0)
        {
            return null;
        }

        var found = new List<SipDestination>();
        foreach (var server in SrvOrder.Of(servers, _draw).Where(s => s.Target.Length > 0))
        {
            found.AddRange(
                await ByAddressAsync(server.Target, transport, server.Port, cancel).ConfigureAwait(false));
            if (found.Count >= DestinationsMax)
            {
                break;
            }
        }

        return [.. found.Take(DestinationsMax)];
    }

    private async Task<IReadOnlyList<SipDestination>> ByAddressAsync(
        string host, SipTransport transport, int port, CancellationToken cancel)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return [At(transport, IPAddress.Loopback, port, host)];   // RFC 6761 §6.3: asked of nobody
        }

        var four = AddressesAsync(host, DnsType.A, cancel);
        var six = AddressesAsync(host, DnsType.Aaaa, cancel);
        return
        [
            .. (await four.ConfigureAwait(false)).Concat(await six.ConfigureAwait(false))
                .Take(DestinationsMax).Select(ip => At(transport, ip, port, host)),
        ];
    }

    private async Task<IReadOnlyList<IPAddress>> AddressesAsync(string host, DnsType type, CancellationToken cancel)
    {
        var name = host.TrimEnd('.').ToLowerInvariant();
        var records = await _dns.FindAsync(name, type, cancel).ConfigureAwait(false);
        for (var hop = 0; hop < AliasesMax; hop++)
        {
            var addresses = records.OfType<DnsRecord.Address>().Where(a => a.Name == name).ToList();
            if (addresses.Count > 0)
            {
                return [.. addresses.Select(a => a.Ip)];
            }

            if (records.OfType<DnsRecord.Alias>().FirstOrDefault(a => a.Name == name) is not { } alias)
            {
                return [];
            }

            name = alias.Target;
            if (!records.Any(r => r.Name == name))
            {
                records = await _dns.FindAsync(name, type, cancel).ConfigureAwait(false);
            }
        }

        return [];
    }
}
