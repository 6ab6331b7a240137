using System.Net;
using System.Net.WebSockets;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// WebSockets that somebody else accepted (RFC 7118): counts them as TCP connections are counted, and closes those that
/// are silent too long.
/// </summary>
internal sealed class SocketDoor : IDisposable
{
    /// <summary>The name of SIP among the subprotocols (RFC 7118 §4.1).</summary>
    public const string Subprotocol = "sip";

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(500);
    private readonly SipCore _core;
    private readonly FloodGuard _guard;
    private readonly MessageRouter _router;
    private readonly Lock _gate = new();
    private readonly HashSet<SocketConnection> _connections = [];
    private ITimer? _sweeper;
    private bool _closed;

    public SocketDoor(SipCore core, FloodGuard guard, MessageRouter router) =>
        (_core, _guard, _router) = (core, guard, router);

    public async Task ServeAsync(WebSocket socket, IPEndPoint local, IPEndPoint remote, bool isSecure)
    {
        var connection = new SocketConnection(
            socket, isSecure ? SipTransport.Wss : SipTransport.Ws, local, remote, _core, _guard, _router);
        if (!TryAdd(connection))
        {
            SipLog.ConnectionClosed(_core.Log, remote.ToString(), "too many");
            socket.Abort();
            return;
        }

        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            Remove(connection);
        }
    }

    public void Dispose()
    {
        SocketConnection[] connections;
        lock (_gate)
        {
            _closed = true;
            connections = [.. _connections];
        }

        foreach (var connection in connections)
        {
            connection.Stop();
        }
    }

    private bool TryAdd(SocketConnection connection)
    {
        lock (_gate)
        {
            var address = connection.Flow.Remote.Address;
            if (_closed || _connections.Count >= _core.Options.ConnectionsMax
                || _connections.Count(c => c.Flow.Remote.Address.Equals(address))
                    >= _core.Options.ConnectionsPerAddressMax)
            {
                return false;
            }

            _connections.Add(connection);
            _sweeper ??= _core.Time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
            return true;
        }
    }

    private void Remove(SocketConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
            if (_connections.Count == 0)
            {
                _sweeper?.Dispose();
                _sweeper = null;
            }
        }
    }

    private void Sweep()
    {
        SocketConnection[] connections;
        lock (_gate)
        {
            connections = [.. _connections];
        }

        foreach (var connection in connections)
        {
            connection.StopIfIdle();
        }
    }
}
