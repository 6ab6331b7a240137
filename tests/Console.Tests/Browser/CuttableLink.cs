using System.Net;
using System.Net.Sockets;

namespace Zhkh.Console.Tests.Browser;

/// <summary>A wire between browser and host that can be cut, or can go silent as a dead route does.</summary>
internal sealed class CuttableLink : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _open = [];
    private readonly int _target;
    private readonly Task _accepting;
    private bool _cut;
    private TaskCompletionSource _flow = Flowing();

    public CuttableLink(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Ends every connection and refuses new ones.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _cut = true;
            _open.ForEach(each => each.Dispose());
            _open.Clear();
        }
    }

    /// <summary>Connections stay, but not a byte passes.</summary>
    public void Freeze()
    {
        lock (_gate)
        {
            _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Restore()
    {
        lock (_gate)
        {
            _cut = false;
            _flow.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        Restore();
        await _accepting;
        _stop.Dispose();
        _listener.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        flow.SetResult();
        return flow;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TcpClient near;
            try
            {
                near = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
            catch (Exception error) when (IsEnd(error))
            {
                return;
            }

            lock (_gate)
            {
                if (_cut)
                {
                    near.Dispose();
                    continue;
                }

                _open.Add(near);
            }

            _ = JoinAsync(near);
        }
    }

    private async Task JoinAsync(TcpClient near)
    {
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            lock (_gate)
            {
                _open.Add(far);
            }

            await Task.WhenAny(PassAsync(near, far), PassAsync(far, near));
        }
        catch (Exception error) when (IsEnd(error))
        {
            // The wire was cut or one side went: the other side learns it below.
        }

        near.Dispose();
    }

    private async Task PassAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            int count;
            while ((count = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
            {
                await _flow.Task;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            // As above.
        }
    }

    private static bool IsEnd(Exception error) =>
        error is IOException or SocketException or ObjectDisposedException or OperationCanceledException
            or InvalidOperationException;
}
