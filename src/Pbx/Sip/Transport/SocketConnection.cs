using System.Net;
using System.Net.WebSockets;
using System.Text.Unicode;
using System.Threading.Channels;

namespace Zhkh.Pbx.Sip;

/// <summary>
/// One WebSocket: each of its messages is one SIP message (RFC 7118 §5), none longer than a datagram could be. Pings
/// are answered below it; two empty lines are a keep-alive of the old kind.
/// </summary>
internal sealed class SocketConnection
{
    /// <summary>Messages waiting for a peer that does not read; beyond it the connection is closed.</summary>
    public const int OutboxMax = StreamConnection.OutboxMax;

    private const int ReadMin = 2048;
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(1);
    private readonly WebSocket _socket;
    private readonly SipCore _core;
    private readonly FloodGuard _guard;
    private readonly MessageRouter _router;
    private readonly SourceKey _key;
    private readonly Channel<byte[]> _outbox = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(OutboxMax) { SingleReader = true });

    private byte[] _buffer = new byte[2 * ReadMin];
    private WebSocketCloseStatus _status = WebSocketCloseStatus.NormalClosure;
    private long _heardAt;
    private long _closedAt;
    private volatile bool _isPartial;
    private volatile bool _closed;

    public SocketConnection(
        WebSocket socket, SipTransport transport, IPEndPoint local, IPEndPoint remote, SipCore core, FloodGuard guard,
        MessageRouter router)
    {
        (_socket, _core, _guard, _router) = (socket, core, guard, router);
        _key = SourceKey.Of(remote.Address);
        _heardAt = core.Time.GetTimestamp();
        Flow = new SocketFlow(this, transport, local, remote);
    }

    public SocketFlow Flow { get; }

    public bool IsOpen => !_closed;

    /// <summary>False when the connection is closed or its peer does not read.</summary>
    public bool TrySend(byte[] message)
    {
        if (!_closed && _outbox.Writer.TryWrite(message))
        {
            return true;
        }

        Stop();
        return false;
    }

    /// <summary>Serves the connection until either side closes it.</summary>
    public async Task RunAsync()
    {
        var writing = WriteAsync();
        try
        {
            await ReadAsync().ConfigureAwait(false);
        }
        catch (WebSocketException)
        {
            // The peer is gone, or broke the rules of RFC 6455; nobody is left to answer.
        }
        catch (OperationCanceledException)
        {
            // Given up by us: it took no answer within the time it had.
        }
        finally
        {
            Stop();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _socket.Dispose();
        }
    }

    /// <summary>
    /// Closes it when it was silent too long: soon while it owes the rest of a message or is a stranger's.
    /// </summary>
    public void StopIfIdle()
    {
        if (_closed)
        {
            if (_core.Time.GetElapsedTime(Interlocked.Read(ref _closedAt)) >= CloseWithin)
            {
                // What was to be said was worth one second; the peer does not take it.
                _socket.Abort();
            }

            return;
        }

        var silent = _core.Time.GetElapsedTime(Interlocked.Read(ref _heardAt));
        var most = _isPartial || !_guard.Knows(Flow.Remote.Address)
            ? _core.Options.ConnectionIdleMax : _core.Options.KnownConnectionIdleMax;
        if (silent >= most)
        {
            Stop();
        }
    }

    /// <summary>Says what is still to be said, then closes.</summary>
    public void Stop()
    {
        Interlocked.CompareExchange(ref _closedAt, _core.Time.GetTimestamp(), 0);
        _closed = true;
        _outbox.Writer.TryComplete();
    }

    private async Task ReadAsync()
    {
        var length = 0;
        for (;;)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None)
                .ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            length += part.Count;
            Hear(partial: !part.EndOfMessage);
            if (part.EndOfMessage)
            {
                if (!Take(_buffer.AsSpan(0, length)))
                {
                    return;
                }

                length = 0;
            }
            else if (!TryGrow(length))
            {
                SipLog.ConnectionClosed(_core.Log, Flow.Remote.ToString(), "message too large");
                _status = WebSocketCloseStatus.MessageTooBig;
                return;
            }
        }
    }

    /// <summary>False when the connection has to be closed.</summary>
    private bool Take(ReadOnlySpan<byte> message)
    {
        SipMetrics.Received.Add(1);
        if (!_guard.Admits(_key, Flow.Remote.Address))
        {
            SipMetrics.Silenced.Add(1);
            return false;
        }

        return message.SequenceEqual("\r\n\r\n"u8) ? TrySend("\r\n"u8.ToArray())
            : message.SequenceEqual("\r\n"u8) || _router.OnMessage(Flow, message);
    }

    private bool TryGrow(int length)
    {
        if (_buffer.Length - length >= ReadMin)
        {
            return true;
        }

        var most = _core.Options.Limits.MessageMax;
        if (length >= most)
        {
            return false;
        }

        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, most + ReadMin));
        return true;
    }

    /// <summary>A message that drips in piece by piece does not count as life: only its first piece does.</summary>
    private void Hear(bool partial)
    {
        if (!partial || !_isPartial)
        {
            Interlocked.Exchange(ref _heardAt, _core.Time.GetTimestamp());
        }

        _isPartial = partial;
    }

    private async Task WriteAsync()
    {
        await foreach (var message in _outbox.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            // RFC 6455 §5.6: a text frame that is no UTF-8 would end the connection.
            var type = Utf8.IsValid(message) ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
            await _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
        }

        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await _socket.CloseOutputAsync(_status, null, CancellationToken.None)
                .ConfigureAwait(false);
        }
    }
}
