using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>The kinds of records that finding a SIP server takes (RFC 1035, 2782, 3403, 3596).</summary>
internal enum DnsType : ushort
{
    A = 1,
    Cname = 5,
    Aaaa = 28,
    Srv = 33,
    Naptr = 35,
}

/// <summary>One record of an answer.</summary>
/// <param name="Name">Whose it is, in lower case, without the last dot.</param>
/// <param name="Life">How long it may be believed.</param>
internal abstract record DnsRecord(string Name, TimeSpan Life)
{
    internal sealed record Address(string Name, TimeSpan Life, IPAddress Ip) : DnsRecord(Name, Life);

    internal sealed record Alias(string Name, TimeSpan Life, string Target) : DnsRecord(Name, Life);

    /// <param name="Priority">Lower goes first.</param>
    /// <param name="Weight">Share among those of one priority.</param>
    /// <param name="Target">Empty when the service is declared not to exist (RFC 2782 "." target).</param>
    internal sealed record Server(string Name, TimeSpan Life, int Priority, int Weight, int Port, string Target)
        : DnsRecord(Name, Life);

    /// <param name="Flags">"s": the replacement is asked for SRV (RFC 3263 §4.1).</param>
    /// <param name="Service">SIP+D2U, SIP+D2T, SIPS+D2T.</param>
    internal sealed record Pointer(
        string Name, TimeSpan Life, int Order, int Preference, string Flags, string Service, string Replacement)
        : DnsRecord(Name, Life);
}

/// <summary>What a name server said.</summary>
/// <param name="Code">RFC 1035 §4.1.1: 0 = fine, 3 = no such name.</param>
internal sealed record DnsAnswer(int Code, IReadOnlyList<DnsRecord> Records)
{
    public const int NoSuchName = 3;

    /// <summary>The server knows, be it that there is nothing; anything else is asked of another server.</summary>
    public bool IsFinal => Code is 0 or NoSuchName;
}
