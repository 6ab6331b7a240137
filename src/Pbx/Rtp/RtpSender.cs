using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// Our side of the stream: one SSRC, one row of sequence numbers, one line of timestamps for the life of the leg,
/// whoever is heard on it. Owned by the media thread.
/// </summary>
/// <remarks>
/// Timestamps run without a hole while frames follow each other. A prompt that begins between two ticks is sent at
/// once, so the timestamps lead the clock by up to 20 ms; the wheel then gives the leg two or four milliseconds more
/// per tick until the lead is gone, and no receiver's buffer grows.
/// </remarks>
internal sealed unsafe class RtpSender(int socket)
{
    /// <summary>Largest sound payload passed on: 60 ms.</summary>
    public const int PayloadBytesMax = 480;

    // Behind by more than a burst makes good (a stall of half a second): go on at the clock, marked.
    private const int BehindSamplesMax = 500 * Pcm16.SamplesPerMs;
    private const int RelayJumpPackets = 32;
    private const int RelayJumpSamples = 2 * Pcm16.SampleRate;

    private readonly byte[] _address = new byte[WireAddress.SockAddrBytesMax];
    private int _addressBytes;
    private ushort _sequence = (ushort)Random.Shared.Next(0x8000);
    private uint _timestamp = (uint)Random.Shared.Next();
    private uint _clockTimestamp;
    private long _clockNs = -1;
    private bool _marker = true;
    private bool _pause = true;

    private bool _relaying;
    private ushort _relayNext;
    private ushort _sequenceDelta;
    private uint _timestampDelta;
    private uint _relayTimestamp;

    public uint Ssrc { get; } = (uint)Random.Shared.NextInt64(1, uint.MaxValue);

    public long Packets { get; private set; }

    public long Bytes { get; private set; }

    public long Errors { get; private set; }

    /// <summary>Timestamp of the next sample.</summary>
    public uint Timestamp => _timestamp;

    public void SetRemote(WireAddress remote) => _addressBytes = remote.ToSockAddr(_address);

    /// <summary>The next packet begins a talkspurt.</summary>
    public void Mark() => _marker = true;

    /// <summary>Nothing is sent in this tick: the clock runs on without us.</summary>
    public void Pause()
    {
        _pause = true;
        _relaying = false;
    }

    /// <summary>The other leg of the bridge has fallen silent: the next frame is ours, at the clock.</summary>
    public void EndRelay()
    {
        _pause |= _relaying;
        _relaying = false;
    }

    /// <summary>How many samples the timestamps are ahead of the clock; negative: behind.</summary>
    public int Lead(long nowNs) => _clockNs < 0 ? 0 : (int)(_timestamp - Clock(nowNs));

    /// <summary>Sends one frame of ours.</summary>
    public void Frame(AudioCodec codec, ReadOnlySpan<short> frame, long nowNs)
    {
        Follow(nowNs);
        _relaying = false;
        var packet = stackalloc byte[RtpPacket.HeaderBytes + Pcm16.FrameSamples];
        var span = new Span<byte>(packet, RtpPacket.HeaderBytes + Pcm16.FrameSamples);
        G711.Encode(codec, frame, span[RtpPacket.HeaderBytes..]);
        RtpPacket.WriteHeader(span, _marker, (byte)codec, _sequence++, _timestamp, Ssrc);
        _marker = false;
        _timestamp += Pcm16.FrameSamples;
        Send(packet, span.Length);
    }

    /// <summary>Opens the timestamp of a key press.</summary>
    public uint BeginEvent(long nowNs)
    {
        Follow(nowNs);
        _relaying = false;
        return _timestamp;
    }

    /// <summary>Sends one packet of a key press (RFC 4733); <paramref name="first"/> carries the marker.</summary>
    public void Event(byte payloadType, TelephoneEvent telephoneEvent, uint timestamp, bool first)
    {
        const int Length = RtpPacket.HeaderBytes + TelephoneEvent.Bytes;
        var packet = stackalloc byte[Length];
        var span = new Span<byte>(packet, Length);
        RtpPacket.WriteHeader(span, first, payloadType, _sequence++, timestamp, Ssrc);
        telephoneEvent.Write(span[RtpPacket.HeaderBytes..]);
        Send(packet, Length);
    }

    /// <summary>A tick goes by under a key press: the sound's timestamps go on beneath it.</summary>
    public void SkipFrame()
    {
        _timestamp += Pcm16.FrameSamples;
        _marker = true;
    }

    /// <summary>
    /// Passes on a packet of the other leg of a bridge under our own numbers. Its losses and swaps stay visible as
    /// gaps and swaps, for the far side conceals them best; its restarts do not.
    /// </summary>
    /// <returns>Our timestamp of the packet.</returns>
    public uint Relay(in RtpPacket from, byte payloadType, ReadOnlySpan<byte> payload, int samples, long nowNs)
    {
        var seqStep = (short)(from.Sequence - _relayNext);
        var timeStep = (int)(from.Timestamp - _relayTimestamp);
        if (!_relaying || Math.Abs((int)seqStep) > RelayJumpPackets || Math.Abs((long)timeStep) > RelayJumpSamples)
        {
            Follow(nowNs, anew: true);
            _sequenceDelta = (ushort)(_sequence - from.Sequence);
            _timestampDelta = _timestamp - from.Timestamp;
            _relayNext = from.Sequence;
            _relaying = _marker = true;
            seqStep = 0;
        }

        var sequence = (ushort)(from.Sequence + _sequenceDelta);
        var timestamp = from.Timestamp + _timestampDelta;
        var packet = stackalloc byte[RtpPacket.HeaderBytes + PayloadBytesMax];
        var span = new Span<byte>(packet, RtpPacket.HeaderBytes + PayloadBytesMax);
        RtpPacket.WriteHeader(span, _marker || from.Marker, payloadType, sequence, timestamp, Ssrc);
        payload.CopyTo(span[RtpPacket.HeaderBytes..]);
        _marker = false;
        if (seqStep >= 0)
        {
            _relayNext = (ushort)(from.Sequence + 1);
            _relayTimestamp = from.Timestamp;
            _sequence = (ushort)(sequence + 1);
            _timestamp = timestamp + (uint)samples;
        }

        Send(packet, RtpPacket.HeaderBytes + payload.Length);
        return timestamp;
    }

    private uint Clock(long nowNs) => _clockTimestamp + (uint)((nowNs - _clockNs) * Pcm16.SamplesPerMs / 1_000_000);

    // Takes the timestamps up to the clock when there was a pause, or a stall too long to make good.
    private void Follow(long nowNs, bool anew = false)
    {
        if (_clockNs < 0)
        {
            (_clockNs, _clockTimestamp) = (nowNs, _timestamp);
        }

        var behind = -Lead(nowNs);
        if (((_pause || anew) && behind > 0) || behind > BehindSamplesMax)
        {
            _timestamp += (uint)behind;
            _marker = true;
        }

        _pause = false;
    }

    private void Send(byte* packet, int length)
    {
        nint sent;
        fixed (byte* address = _address)
        {
            sent = Posix.SendTo(socket, packet, (nuint)length, Posix.DontWait, address, (uint)_addressBytes);
        }

        if (sent == length)
        {
            Packets++;
            Bytes += length - RtpPacket.HeaderBytes;
        }
        else
        {
            Errors++;
        }
    }
}
