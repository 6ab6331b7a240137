using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Zhkh.Pbx;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Web.Hosting;

/// <summary>
/// The flags of the exchange as they are typed (section Pbx), and their translation into its options.
/// </summary>
internal sealed class ExchangeSettings
{
    public const string Section = "Pbx";

    /// <summary>UDP and TCP; 0 = any free one.</summary>
    public int SipPort { get; set; } = 5060;

    /// <summary>TLS; the port after <see cref="SipPort"/> unless told otherwise, 0 = any free one.</summary>
    public int? SipsPort { get; set; }

    /// <summary>PEM of the certificate of the TLS port; without one it vouches for itself.</summary>
    public string TlsCertificate { get; set; } = "";

    /// <summary>PEM of its key, when it is in a file of its own.</summary>
    public string TlsKey { get; set; } = "";

    /// <summary>Outside the ephemeral range 32768–60999, or other programs take them at random.</summary>
    public string RtpPorts { get; set; } = "10000-20000";

    /// <summary>Addresses and networks that are the operator's trunk.</summary>
    public string TrunkPeers { get; set; } = "127.0.0.1,127.0.46.0/24";

    /// <summary>Where calls out go; empty = nowhere.</summary>
    public string TrunkOut { get; set; } = "127.0.0.1:5070";

    /// <summary>Name servers for operators' names, address:port by commas; empty = as /etc/resolv.conf says.</summary>
    public string NameServers { get; set; } = "";

    /// <summary>Calls the operator's contract carries at once; the robot must know it (ZHKH__Pbx__Lines).</summary>
    public int Lines { get; set; } = new DialerOptions().LinesCapacity;

    /// <summary>Lines the robot never takes: residents call in on them (ZHKH__Pbx__LinesReserved).</summary>
    public int LinesReserved { get; set; } = new DialerOptions().LinesReserved;

    public bool Bench { get; set; }

    /// <exception cref="StartRefusedException">A value that means nothing, or one the demo must not have.</exception>
    public PbxOptions ToOptions(WebOptions web, string prompts)
    {
        var options = new PbxOptions
        {
            DataFolder = Path.GetFullPath(web.Data),
            PromptsFolder = prompts,
            Bind = [.. web.Bind.Select(address => new IPEndPoint(ParseAddress(address), SipPort))],
            TlsBind = [.. web.Bind.Select(address => new IPEndPoint(ParseAddress(address), TlsPort()))],
            Certificate = ParseCertificate(),
            TrunkPeers = ParsePeers(),
            TrunkOut = ParseTrunkOut(web.Demo),
            LoopbackOnly = web.Demo,
            Resolver = ResolverOf(NameServers),
            // All of 200–299 answer alike, so that nobody learns which phones exist.
            IsReservedNumber = number => number is ['2', >= '0' and <= '9', >= '0' and <= '9'],
            Calls = new CallOptions { Node = web.Node, DrainTimeMax = web.DrainLimit },
            Dialer = new DialerOptions { LinesCapacity = Lines, LinesReserved = LinesReserved, Node = web.Node },
            Media = MediaOf(RtpPorts),
        };
        if (Bench)
        {
            options.UseBench();
        }

        return options;
    }

    private int TlsPort() => SipsPort ?? (SipPort is 0 or IPEndPoint.MaxPort ? 0 : SipPort + 1);

    private (string Certificate, string Key)? ParseCertificate()
    {
        if (TlsCertificate.Length == 0)
        {
            return null;
        }

        var key = TlsKey.Length == 0 ? TlsCertificate : TlsKey;
        try
        {
            using var read = X509Certificate2.CreateFromPemFile(TlsCertificate, key);
            return (Path.GetFullPath(TlsCertificate), Path.GetFullPath(key));
        }
        catch (Exception bad) when (bad is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The certificate {TlsCertificate} cannot be used: {bad.Message}");
        }
    }

    private static IPAddress ParseAddress(string text) => IPAddress.TryParse(text, out var address)
        ? address : throw new StartRefusedException($"--bind {text} is not an IP address", usage: true);

    private AddressList ParsePeers()
    {
        try
        {
            return AddressList.Parse(TrunkPeers);
        }
        catch (FormatException wrong)
        {
            throw new StartRefusedException($"--trunk-peers {TrunkPeers}: {wrong.Message}", usage: true);
        }
    }

    /// <exception cref="StartRefusedException">A part of it is no address.</exception>
    internal static ResolverOptions ResolverOf(string nameServers)
    {
        var servers = new List<IPEndPoint>();
        foreach (var text in nameServers.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IPEndPoint.TryParse(text, out var server))
            {
                throw new StartRefusedException($"NameServers {text} is not address:port", usage: true);
            }

            servers.Add(new IPEndPoint(server.Address, server.Port == 0 ? 53 : server.Port));
        }

        return new ResolverOptions { Servers = servers.Count == 0 ? null : servers };
    }

    private Trunk? ParseTrunkOut(bool demo)
    {
        if (TrunkOut.Length == 0)
        {
            return null;
        }

        if (!IPEndPoint.TryParse(TrunkOut, out var destination))
        {
            throw new StartRefusedException($"--trunk-out {TrunkOut} is not address:port", usage: true);
        }

        destination.Port = destination.Port == 0 ? 5060 : destination.Port;
        return demo && !IPAddress.IsLoopback(destination.Address)
            ? throw new StartRefusedException(
                $"--trunk-out {TrunkOut}: the demo town calls nobody outside this machine, add --no-demo")
            : new Trunk("trunk", destination);
    }

    /// <exception cref="StartRefusedException">It is no range.</exception>
    internal static MediaOptions MediaOf(string rtpPorts)
    {
        var parts = rtpPorts.Split('-');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first is > 1023 and < 65535 && last > first && last <= 65535
            ? new MediaOptions { FirstPort = first, LastPort = last }
            : throw new StartRefusedException($"--rtp-ports {rtpPorts} is not a range like 10000-20000", usage: true);
    }
}
