namespace Zhkh.Pbx.Sip;

/// <summary>What stands at the start of a stream.</summary>
public enum Framing
{
    /// <summary>A message has begun and is not all there.</summary>
    Incomplete,

    /// <summary>A whole message.</summary>
    Message,

    /// <summary>CRLF CRLF between messages: answer CRLF (RFC 5626 §4.4.1).</summary>
    KeepAlive,

    /// <summary>CRLF between messages, which answers a ping of ours.</summary>
    Pong,

    /// <summary>Nobody can tell where the next message begins: answer what was recovered, then close.</summary>
    Lost,
}

/// <summary>
/// Cuts a TCP or TLS stream into messages (RFC 3261 §18.3). Every octet is looked at once however small the pieces
/// are in which it comes, and the buffer never grows past one message and one read.
/// </summary>
public sealed class StreamFramer
{
    // What a read is offered at least.
    private const int ReadMin = 2048;

    private readonly SipLimits _limits;
    private byte[] _buffer = new byte[2 * ReadMin];
    private volatile bool _awaitsPong;
    private int _start;
    private int _end;
    private int _scanned;
    private int _messageEnd;

    /// <summary>For one connection.</summary>
    public StreamFramer(SipLimits limits) => _limits = limits;

    /// <summary>A ping left: the next lone empty line answers it. May be set from any thread.</summary>
    public bool AwaitsPong
    {
        get => _awaitsPong;
        set => _awaitsPong = value;
    }

    /// <summary>What came and was not taken: what is left to answer when a message does not end in time.</summary>
    public ReadOnlySpan<byte> Unfinished => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Where the next read may put its octets; never empty when <see cref="TryTake"/> was drained.</summary>
    public Memory<byte> Room()
    {
        if (_start > 0 && _buffer.Length - _end < ReadMin)
        {
            var used = _end - _start;
            _buffer.AsSpan(_start, used).CopyTo(_buffer);
            _scanned -= _start;
            _messageEnd -= _messageEnd == 0 ? 0 : _start;
            _start = 0;
            _end = used;
        }

        if (_buffer.Length - _end < ReadMin && _buffer.Length < _limits.MessageMax + ReadMin)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, _limits.MessageMax + ReadMin));
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>Says how many octets a read put into <see cref="Room"/>.</summary>
    public void Advance(int octets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(octets);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(octets, _buffer.Length - _end);
        _end += octets;
    }

    /// <summary>Takes what stands at the start. Call until it says <see cref="Framing.Incomplete"/>.</summary>
    /// <param name="message">
    /// The octets of a message, or all that came when framing is lost; valid until the next call of anything here.
    /// </param>
    public Framing TryTake(out ReadOnlySpan<byte> message)
    {
        message = default;
        if (_messageEnd == 0)
        {
            var found = FindMessage();
            if (found != Framing.Message)
            {
                message = found == Framing.Lost ? Unfinished : default;
                return found;
            }
        }

        if (_end < _messageEnd)
        {
            return Framing.Incomplete;
        }

        message = _buffer.AsSpan(_start, _messageEnd - _start);
        Consume(_messageEnd);
        return Framing.Message;
    }

    // Message means: its head is here and its end is known.
    private Framing FindMessage()
    {
        // RFC 3261 §7.5: empty lines before a start line are ignored; RFC 5626: a double one is a ping.
        while (_end - _start >= 2 && Unfinished.StartsWith("\r\n"u8))
        {
            if (Unfinished.StartsWith("\r\n\r\n"u8))
            {
                Consume(_start + 4);
                return Framing.KeepAlive;
            }

            if (_awaitsPong)
            {
                _awaitsPong = false;
                Consume(_start + 2);
                return Framing.Pong;
            }

            if (_end - _start == 2 || (_end - _start == 3 && _buffer[_end - 1] == (byte)'\r'))
            {
                return Framing.Incomplete;
            }

            Consume(_start + 2);
        }

        if (_start == _end || (_end - _start == 1 && _buffer[_start] == (byte)'\r'))
        {
            return Framing.Incomplete;
        }

        return Grammar.Token.Contains(_buffer[_start]) ? FindHeadEnd() : Framing.Lost;
    }

    private Framing FindHeadEnd()
    {
        _scanned = Math.Max(_scanned, _start);
        while (_buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n') is var at and >= 0)
        {
            _scanned += at + 1;
            var seen = _buffer.AsSpan(_start, _scanned - _start);
            if (seen is not [.., (byte)'\r', (byte)'\n'])
            {
                return Framing.Lost;
            }

            if (seen.EndsWith("\r\n\r\n"u8))
            {
                return FindMessageEnd(seen);
            }
        }

        _scanned = _end;
        return _end - _start > _limits.StartLineMax + _limits.HeadMax ? Framing.Lost : Framing.Incomplete;
    }

    // RFC 3261 §18.3: on a stream Content-Length must be there, and must be one.
    private Framing FindMessageEnd(ReadOnlySpan<byte> head)
    {
        var scan = new HeadScan(head.ToArray(), _limits);
        if (scan.Error is ParseError.TooLarge or ParseError.TooManyFields or ParseError.StartLineTooLong
            || scan.ReadContentLength(out var length) != ParseError.None
            || length < 0 || length > _limits.MessageMax - head.Length)
        {
            return Framing.Lost;
        }

        _messageEnd = _scanned + length;
        return Framing.Message;
    }

    private void Consume(int to)
    {
        _start = to;
        _scanned = to;
        _messageEnd = 0;
        if (_start == _end)
        {
            _start = _end = _scanned = 0;
        }
    }
}
