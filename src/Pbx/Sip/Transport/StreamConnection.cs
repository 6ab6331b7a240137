using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// One TCP or TLS connection: a loop that reads messages and one that writes them. What cannot be framed is answered
/// when it can be and the connection is closed, since nobody knows where the next message begins (RFC 3261 §18.3).
/// </summary>
internal sealed class StreamConnection
{
    /// <summary>Messages waiting for a peer that does not read; beyond it the connection is closed.</summary>
    public const int OutboxMax = 256;

    /// <summary>RFC 5626 §4.4.1: a ping that is not answered so long means that nobody is there.</summary>
    public static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FlushWithin = TimeSpan.FromSeconds(1);
    private readonly Socket _socket;
    private readonly StreamSecurity _security;
    private readonly SipCore _core;
    private readonly FloodGuard _guard;
    private readonly MessageRouter _router;
    private readonly StreamFramer _framer;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Channel<byte[]> _outbox = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(OutboxMax) { SingleReader = true });

    private readonly TaskCompletionSource<bool> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SourceKey _key;
    private readonly IPEndPoint? _server;
    private TaskCompletionSource<bool>? _pong;
    private long _heardAt;
    private long _received;
    private volatile bool _isPartial = true;   // until it is open it has the time of a stranger, whoever it is
    private volatile bool _closed;
    private int _fault;

    /// <param name="again">The way when the connection is ours to make; null when the peer connected to us.</param>
    /// <param name="tls">Whom the server must prove to be; null = its address.</param>
    public StreamConnection(
        Socket socket, StreamSecurity security, IPEndPoint local, IPEndPoint remote, SipCore core, FloodGuard guard,
        MessageRouter router, Func<Flow>? again = null, TlsServer? tls = null)
    {
        (_socket, _security, _core, _guard, _router) = (socket, security, core, guard, router);
        _framer = new StreamFramer(core.Options.Limits);
        _key = SourceKey.Of(remote.Address);
        _heardAt = core.Time.GetTimestamp();
        (_server, Tls) = (again is null ? null : remote, tls);
        Flow = new StreamFlow(this, security.IsTls ? SipTransport.Tls : SipTransport.Tcp, local, remote, again);
    }

    public StreamFlow Flow { get; }

    public TlsServer? Tls { get; }

    public bool IsOpen => !_closed && !_stop.IsCancellationRequested;

    /// <summary>Done when both sides agreed to speak; false when they never will.</summary>
    public Task<bool> Opened => _opened.Task;

    /// <summary>Grows with all that comes in, messages or not.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Cancelled when it is over and all that came through it was handed on.</summary>
    public CancellationToken Closed => _over.Token;

    /// <summary>Why it is over.</summary>
    public FlowFault Fault => (FlowFault)Volatile.Read(ref _fault);

    /// <summary>False when the connection is closed or its peer does not read.</summary>
    public bool TrySend(byte[] message)
    {
        if (_closed)
        {
            return false;
        }

        if (_outbox.Writer.TryWrite(message))
        {
            return true;
        }

        Stop();
        return false;
    }

    /// <summary>Asks whether the peer is there; two that ask at once share one answer. False closes it.</summary>
    public async Task<bool> PingAsync(CancellationToken cancel)
    {
        var mine = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var pong = Interlocked.CompareExchange(ref _pong, mine, null) ?? mine;
        if (pong == mine)
        {
            _framer.AwaitsPong = true;
            _core.Options.Trace?.Invoke(new SipTrace(true, Flow.Remote, "\r\n\r\n"u8.ToArray()));
            if (!TrySend("\r\n\r\n"u8.ToArray()))
            {
                return false;
            }
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, Closed);
        try
        {
            return await pong.Task.WaitAsync(PongWithin, _core.Time, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Closed.IsCancellationRequested)
        {
            return false;
        }
        catch (TimeoutException)
        {
            Stop(FlowFault.NoPong);
            return false;
        }
    }

    /// <summary>Serves the connection until either side closes it.</summary>
    public async Task RunAsync()
    {
        var writing = Task.CompletedTask;
        Stream? stream = null;
        try
        {
            if (_server is not null)
            {
                Blame(FlowFault.Unreachable);
                await _socket.ConnectAsync(_server, _stop.Token).ConfigureAwait(false);
                Blame(_security.IsTls ? FlowFault.NoTls : FlowFault.None);
            }

            stream = await _security.OpenAsync(_socket, _server, _stop.Token, Tls).ConfigureAwait(false);
            Blame(FlowFault.None);
            Hear(partial: false);
            _opened.TrySetResult(true);
            writing = WriteAsync(stream);
            await ReadAsync(stream).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped because it was idle too long, or because we are stopping; what it began to say gets its answer.
            _router.OnLost(Flow, _framer.Unfinished);
        }
        catch (Exception gone) when (gone is SocketException or IOException)
        {
            // The peer is gone; nobody is left to answer.
        }
        catch (TlsRefusedException refused)
        {
            Blame(refused.Fault);
            SipLog.ConnectionClosed(_core.Log, Flow.Remote.ToString(), refused.Message);
        }
        finally
        {
            _closed = true;
            Interlocked.CompareExchange(ref _fault, (int)FlowFault.Closed, (int)FlowFault.None);
            _opened.TrySetResult(false);
            _outbox.Writer.TryComplete();
            _ = _over.CancelAsync();
            await FlushAsync(writing).ConfigureAwait(false);
            _socket.Dispose();
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Closes it when it was silent too long: soon while it owes the rest of a message or is a stranger's.
    /// </summary>
    public void StopIfIdle()
    {
        var silent = _core.Time.GetElapsedTime(Interlocked.Read(ref _heardAt));
        var most = _isPartial || !_guard.Knows(Flow.Remote.Address)
            ? _core.Options.ConnectionIdleMax : _core.Options.KnownConnectionIdleMax;
        if (silent >= most)
        {
            Stop();
        }
    }

    /// <summary>Ends the loops; what is still to be said is said before the connection closes.</summary>
    public void Stop(FlowFault why = FlowFault.Closed)
    {
        Interlocked.CompareExchange(ref _fault, (int)why, (int)FlowFault.None);
        _ = _stop.CancelAsync();
    }

    private void Blame(FlowFault why) => Volatile.Write(ref _fault, (int)why);

    private async Task ReadAsync(Stream stream)
    {
        for (;;)
        {
            var length = await stream.ReadAsync(_framer.Room(), _stop.Token).ConfigureAwait(false);
            if (length == 0)
            {
                return;
            }

            Interlocked.Increment(ref _received);
            _framer.Advance(length);
            if (!TakeAll())
            {
                return;
            }
        }
    }

    /// <summary>False when the connection has to be closed.</summary>
    private bool TakeAll()
    {
        for (;;)
        {
            switch (_framer.TryTake(out var message))
            {
                case Framing.Incomplete:
                    // An empty line owes nothing: it is half a ping, or stands before a message (RFC 3261 §7.5).
                    Hear(partial: _framer.Unfinished.ContainsAnyExcept("\r\n"u8));
                    return true;
                case Framing.KeepAlive:
                    Hear(partial: false);
                    TrySend("\r\n"u8.ToArray());
                    break;
                case Framing.Pong:
                    Hear(partial: false);
                    _core.Options.Trace?.Invoke(new SipTrace(false, Flow.Remote, "\r\n"u8.ToArray()));
                    Interlocked.Exchange(ref _pong, null)?.TrySetResult(true);
                    break;
                case Framing.Lost:
                    if (Admits())
                    {
                        _router.OnLost(Flow, message);
                    }

                    return false;
                case Framing.Message:
                    Hear(partial: false);
                    if (!Admits() || !_router.OnMessage(Flow, message))
                    {
                        return false;
                    }

                    break;
            }
        }
    }

    private bool Admits()
    {
        SipMetrics.Received.Add(1);
        if (_guard.Admits(_key, Flow.Remote.Address))
        {
            return true;
        }

        SipMetrics.Silenced.Add(1);
        return false;
    }

    /// <summary>A message that drips in octet by octet does not count as life: only its first octet does.</summary>
    private void Hear(bool partial)
    {
        if (!partial || !_isPartial)
        {
            Interlocked.Exchange(ref _heardAt, _core.Time.GetTimestamp());
        }

        _isPartial = partial;
    }

    private async Task WriteAsync(Stream stream)
    {
        await foreach (var message in _outbox.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await stream.WriteAsync(message).ConfigureAwait(false);
        }

        if (stream is SslStream tls)
        {
            await tls.ShutdownAsync().ConfigureAwait(false);
        }

        _socket.Shutdown(SocketShutdown.Send);
    }

    private async Task FlushAsync(Task writing)
    {
        try
        {
            await writing.WaitAsync(FlushWithin, _core.Time).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is SocketException or IOException or TimeoutException
                                         or ObjectDisposedException)
        {
            // The answer was worth one second; the peer does not take it.
        }
    }
}
