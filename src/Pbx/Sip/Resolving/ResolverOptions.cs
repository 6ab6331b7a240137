using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>Whom names are asked of, and how long an answer is waited for.</summary>
public sealed record ResolverOptions
{
    /// <summary>Name servers; null reads <see cref="ConfigurationFile"/>.</summary>
    public IReadOnlyList<IPEndPoint>? Servers { get; init; }

    /// <summary>resolv.conf(5); its nameserver lines count, three at most like everywhere.</summary>
    public string ConfigurationFile { get; init; } = "/etc/resolv.conf";

    /// <summary>How long one server is waited for: a far resolver answers within half of it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How often each server is asked: a lost datagram is asked for once more.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>Answers kept; a dozen trunks have about a hundred names.</summary>
    public int CacheMax { get; init; } = 512;

    /// <summary>True in the demo town, which asks nobody outside this machine.</summary>
    public bool LoopbackOnly { get; init; }
}
