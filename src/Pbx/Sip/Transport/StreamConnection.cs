using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
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

    private static readonly TimeSpan FlushWithin = TimeSpan.FromSeconds(1);
    private readonly Socket _socket;
    private readonly StreamSecurity _security;
    private readonly SipCore _core;
    private readonly FloodGuard _guard;
    private readonly MessageRouter _router;
    private readonly StreamFramer _framer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<byte[]> _outbox = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(OutboxMax) { SingleReader = true });

    private readonly SourceKey _key;
    private long _heardAt;
    private volatile bool _isPartial;
    private volatile bool _closed;

    public StreamConnection(
        Socket socket, StreamSecurity security, IPEndPoint local, IPEndPoint remote, SipCore core, FloodGuard guard,
        MessageRouter router)
    {
        (_socket, _security, _core, _guard, _router) = (socket, security, core, guard, router);
        _framer = new StreamFramer(core.Options.Limits);
        _key = SourceKey.Of(remote.Address);
        _heardAt = core.Time.GetTimestamp();
        _isPartial = security.IsTls;   // until both sides agree it has the time of a stranger, whoever it is
        Flow = new StreamFlow(this, security.IsTls ? SipTransport.Tls : SipTransport.Tcp, local, remote);
    }

    public StreamFlow Flow { get; }

    public bool IsOpen => !_closed && !_stop.IsCancellationRequested;

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

    /// <summary>Serves the connection until either side closes it.</summary>
    /// <param name="connect">Where to connect first; null when the peer connected to us.</param>
    /// <param name="name">Whom a TLS certificate must name; null = the address.</param>
    public async Task RunAsync(IPEndPoint? connect, string? name = null)
    {
        var writing = Task.CompletedTask;
        Stream? stream = null;
        try
        {
            if (connect is not null)
            {
                await _socket.ConnectAsync(connect, _stop.Token).ConfigureAwait(false);
            }

            stream = await _security.OpenAsync(_socket, connect, _stop.Token, name).ConfigureAwait(false);
            Hear(partial: false);
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
        catch (AuthenticationException refused)
        {
            SipLog.ConnectionClosed(_core.Log, Flow.Remote.ToString(), refused.Message);
        }
        finally
        {
            _closed = true;
            _outbox.Writer.TryComplete();
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
    public void Stop() => _ = _stop.CancelAsync();

    private async Task ReadAsync(Stream stream)
    {
        for (;;)
        {
            var length = await stream.ReadAsync(_framer.Room(), _stop.Token).ConfigureAwait(false);
            if (length == 0)
            {
                return;
            }

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
                    Hear(partial: !_framer.Unfinished.IsEmpty);
                    return true;
                case Framing.KeepAlive:
                    Hear(partial: false);
                    TrySend("\r\n"u8.ToArray());
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
