using System.Globalization;
using System.Net;

namespace Zhkh.Web.Hosting;

/// <summary>
/// Who holds a port, from /proc/net and /proc/*/fd. Knows nothing about ports of other users when not root.
/// </summary>
internal static class PortOwner
{
    /// <summary>"asterisk (812)", or null when it cannot be told.</summary>
    public static string? Find(string protocol, int port)
    {
        var sockets = new[] { protocol, protocol + "6" }
            .SelectMany(name => Inodes($"/proc/net/{name}", protocol, port))
            .Select(inode => $"socket:[{inode}]")
            .ToHashSet(StringComparer.Ordinal);
        return sockets.Count == 0 ? null : Processes().FirstOrDefault(p => Holds(p, sockets)) is { } owner
            ? $"{Name(owner)} ({Path.GetFileName(owner)})" : null;
    }

    /// <summary>The line a person gets.</summary>
    public static StartRefusedException Refusal(string protocol, int port, string flag)
    {
        var owner = Find(protocol, port) is { } name ? $" by {name}" : "";
        return new StartRefusedException($"Port {port}/{protocol} is in use{owner}: choose another with {flag}");
    }

    private static IEnumerable<string> Inodes(string table, string protocol, int port)
    {
        if (!File.Exists(table))
        {
            yield break;
        }

        foreach (var line in File.ReadLines(table).Skip(1))
        {
            // proc(5): sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode; st 0A = LISTEN
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && (protocol != "tcp" || fields[3] == "0A") && PortOf(fields[1]) == port)
            {
                yield return fields[9];
            }
        }
    }

    private static int PortOf(string address) =>
        int.TryParse(address.AsSpan(address.LastIndexOf(':') + 1), NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture, out var port) ? port : IPEndPoint.MinPort - 1;

    private static IEnumerable<string> Processes() => Directory.EnumerateDirectories("/proc")
        .Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit));

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd"))
                .Any(fd => File.ResolveLinkTarget(fd, returnFinalTarget: false) is { } target
                    && sockets.Contains(Path.GetFileName(target.FullName)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Name(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).Trim();
        }
        catch (IOException)
        {
            return "a process that has just ended";
        }
    }
}
