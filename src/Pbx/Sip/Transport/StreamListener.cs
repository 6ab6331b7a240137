using System.Net;
using System.Net.Sockets;

namespace Zhkh.Pbx.Sip;

/// <summary>One TCP or TLS port: accepts, counts and closes connections, connects where we speak first.</summary>
internal sealed class StreamListener : IDisposable
{
    private const int Backlog = 128;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(500);
    private readonly StreamSecurity _security;
    private readonly SipCore _core;
    private readonly FloodGuard _guard;
    private readonly MessageRouter _router;
    private readonly Socket _socket;
    private readonly Lock _gate = new();
    private readonly HashSet<StreamConnection> _connections = [];
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly ITimer _sweeper;
    private volatile bool _closed;

    /// <exception cref="SocketException">The port is taken.</exception>
    public StreamListener(
        IPEndPoint bind, StreamSecurity security, SipCore core, FloodGuard guard, MessageRouter router)
    {
        (_security, _core, _guard, _router) = (security, core, guard, router);
        _socket = new Socket(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (bind.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _socket.DualMode = false;
            }

            _socket.Bind(bind);
            _socket.Listen(Backlog);
            Local = (IPEndPoint?)_socket.LocalEndPoint ?? bind;
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }

        _sweeper = core.Time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    public IPEndPoint Local { get; }

    public int ConnectionCount
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    public void Start() => _ = AcceptAsync();

    /// <summary>
    /// The open connection to this address, or a new one that connects while the first message waits.
    /// </summary>
    /// <param name="tls">Whom the server must prove to be; null = its address, or whom it proved to be already.</param>
    public Flow FlowTo(IPEndPoint remote, TlsServer? tls = null)
    {
        var wanted = _security.IsTls ? tls : null;
        StreamConnection connection;
        lock (_gate)
        {
            if (_connections.FirstOrDefault(c => c.IsOpen && c.Flow.Remote.Equals(remote)
                && (wanted is null || wanted == c.Tls)) is { } known)
            {
                return known.Flow;
            }

            var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            connection = new StreamConnection(
                socket, _security, Local, remote, _core, _guard, _router, () => FlowTo(remote, wanted), wanted);
            Add(connection);
        }

        _ = ServeAsync(connection);
        return connection.Flow;
    }

    public void Dispose()
    {
        _closed = true;
        _sweeper.Dispose();
        _socket.Dispose();
        lock (_gate)
        {
            foreach (var connection in _connections)
            {
                connection.Stop();
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (!_closed)
        {
            try
            {
                var socket = await _socket.AcceptAsync().ConfigureAwait(false);
                Take(socket);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException) when (_closed)
            {
                return;
            }
            catch (SocketException broken)
            {
                // A peer that hung up while it waited, or no handles left: the next one is asked for all the same.
                SipLog.ReceiveFailed(_core.Log, broken.SocketErrorCode);
                await Task.Delay(TimerWheel.Resolution, _core.Time).ConfigureAwait(false);
            }
        }
    }

    private void Take(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint remote)
        {
            socket.Dispose();
            return;
        }

        socket.NoDelay = true;
        StreamConnection? connection = null;
        lock (_gate)
        {
            if (!_closed && _connections.Count < _core.Options.ConnectionsMax
                && _perAddress.GetValueOrDefault(remote.Address) < _core.Options.ConnectionsPerAddressMax)
            {
                connection = new StreamConnection(socket, _security, Local, remote, _core, _guard, _router);
                Add(connection);
            }
        }

        if (connection is null)
        {
            socket.Dispose();
            SipLog.ConnectionClosed(_core.Log, remote.ToString(), "too many");
            return;
        }

        _ = ServeAsync(connection);
    }

    private async Task ServeAsync(StreamConnection connection)
    {
        var serving = connection.RunAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (serving.Exception is { } fault)
        {
            // A defect costs one connection.
            SipMetrics.Faults.Add(1);
            SipLog.DatagramFault(_core.Log, fault);
        }

        lock (_gate)
        {
            _connections.Remove(connection);
            var address = connection.Flow.Remote.Address;
            var left = _perAddress.GetValueOrDefault(address) - 1;
            if (left > 0)
            {
                _perAddress[address] = left;
            }
            else
            {
                _perAddress.Remove(address);
            }
        }
    }

    private void Add(StreamConnection connection)
    {
        _connections.Add(connection);
        var address = connection.Flow.Remote.Address;
        _perAddress[address] = _perAddress.GetValueOrDefault(address) + 1;
    }

    private void Sweep()
    {
        StreamConnection[] connections;
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
