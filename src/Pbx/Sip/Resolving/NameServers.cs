using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>The name servers of this machine, from its resolv.conf.</summary>
internal static class NameServers
{
    /// <summary>MAXNS of the C library.</summary>
    private const int ServersMax = 3;

    private const int Port = 53;

    /// <summary>Empty when there is no file, or none that can be read: names are then not known to anybody.</summary>
    public static IReadOnlyList<IPEndPoint> Of(ResolverOptions options)
    {
        var servers = options.Servers ?? Read(options.ConfigurationFile);
        return options.LoopbackOnly ? [.. servers.Where(s => IPAddress.IsLoopback(s.Address))] : servers;
    }

    private static IReadOnlyList<IPEndPoint> Read(string file)
    {
        try
        {
            return !File.Exists(file) ? [] :
            [
                .. File.ReadLines(file)
                    .Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
                    .Where(words => words is ["nameserver", _, ..])
                    .Select(words => IPAddress.TryParse(words[1], out var address) ? address : null)
                    .OfType<IPAddress>().Take(ServersMax).Select(address => new IPEndPoint(address, Port)),
            ];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
