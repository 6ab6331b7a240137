using System.Collections.Concurrent;

namespace Zhkh.Web.Live;

/// <summary>Who is connected: whom events go to, and what an ended session takes with it.</summary>
internal sealed class ConsoleConnections
{
    /// <summary>More consoles than a centre has desks means something else is connecting.</summary>
    public const int ConnectionsMax = 2_000;

    private readonly ConcurrentDictionary<string, ConsoleConnection> _open = new(StringComparer.Ordinal);

    public int Count => _open.Count;

    public bool TryAdd(ConsoleConnection connection) =>
        _open.Count < ConnectionsMax && _open.TryAdd(connection.Id, connection);

    public void Remove(string connectionId) => _open.TryRemove(connectionId, out _);

    public IReadOnlyList<ConsoleConnection> All() => [.. _open.Values];
}
