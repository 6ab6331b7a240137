using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Zhkh.Pbx.Sip;

/// <summary>Settings of the signalling; each default with its reason.</summary>
public sealed record SipOptions
{
    /// <summary>Addresses to listen on, UDP and TCP alike; port 0 takes any free one.</summary>
    public IReadOnlyList<IPEndPoint> Bind { get; init; } = [new IPEndPoint(IPAddress.Loopback, 5060)];

    /// <summary>TCP beside UDP on the same port (CONTRACT).</summary>
    public bool Tcp { get; init; } = true;

    /// <summary>Addresses to listen on for TLS; none without a certificate.</summary>
    public IReadOnlyList<IPEndPoint> TlsBind { get; init; } = [];

    /// <summary>The certificate with its key as it is now: asked at each handshake, so a renewed one is used.</summary>
    public Func<X509Certificate2?> TlsCertificate { get; init; } = () => null;

    /// <summary>Who may vouch for a server we connect to by TLS; null asks the system's store.</summary>
    public X509Certificate2Collection? TlsTrusted { get; init; }

    /// <summary>
    /// What the world sees of us when a bound address is 0.0.0.0 or behind NAT; null asks the routing table.
    /// </summary>
    public IPAddress? Advertised { get; init; }

    /// <summary>
    /// What one peer sees of us, when it is another address than what the others see; null = the same.
    /// </summary>
    public Func<IPAddress, IPAddress?> AdvertisedTo { get; init; } = _ => null;

    /// <summary>Told of every request and response that goes or comes; null but for a ladder on a screen.</summary>
    public Action<SipTrace>? Trace { get; init; }

    /// <summary>Realm of the phones' logins; it is part of their stored hashes.</summary>
    public string Realm { get; init; } = "zhkh";

    /// <summary>Rates per source.</summary>
    public AdmissionOptions Admission { get; init; } = new();

    /// <summary>Limits of the parser.</summary>
    public SipLimits Limits { get; init; } = SipLimits.Default;

    /// <summary>Numbers that a trunk may reach; deny by default.</summary>
    public Func<string, bool> IsPublicNumber { get; init; } = _ => false;

    /// <summary>Numbers that are served from the reserve when others are refused.</summary>
    public Func<string, bool> IsEmergencyNumber { get; init; } = number => number == "112";

    /// <summary>
    /// Addresses that are never silenced, whatever they guess. A trunk's calls are never silenced either.
    /// </summary>
    public Func<IPAddress, bool> NeverBan { get; init; } = _ => false;

    /// <summary>Where bans survive a restart; null keeps them in memory.</summary>
    public IBanStore? Bans { get; init; }

    /// <summary>
    /// New calls per second before 503; the declared capacity is 50, and twice that must be refused cheaply.
    /// </summary>
    public double CallsPerSecondMax { get; init; } = 100;

    /// <summary>Calls that may come at once after a pause.</summary>
    public double CallBurst { get; init; } = 200;

    /// <summary>How late the media clock runs; beyond <see cref="LagMax"/> new calls get 503.</summary>
    public Func<TimeSpan> Lag { get; init; } = () => TimeSpan.Zero;

    /// <summary>RELIABILITY O5.</summary>
    public TimeSpan LagMax { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Seconds that a call lives without a sign of its peer (RFC 4028 §4 recommends half an hour), of peers that know
    /// session timers; 0 asks for none.
    /// </summary>
    public uint SessionSeconds { get; init; } = 1800;

    /// <summary>The shortest interval we take, seconds; RFC 4028 §5 allows no less than 90.</summary>
    public uint SessionMinSeconds { get; init; } = 90;

    /// <summary>Call-IDs alive at once.</summary>
    public int ConversationsMax { get; init; } = 65_536;

    /// <summary>TCP connections at once, and of one address.</summary>
    public int ConnectionsMax { get; init; } = 1024;

    public int ConnectionsPerAddressMax { get; init; } = 32;

    /// <summary>A connection that shows no whole message, or nobody vouches for, is closed after this (P2).</summary>
    public TimeSpan ConnectionIdleMax { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A phone's or trunk's connection may rest this long between keep-alives.</summary>
    public TimeSpan KnownConnectionIdleMax { get; init; } = TimeSpan.FromMinutes(70);
}
