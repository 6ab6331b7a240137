using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Rtp;

/// <summary>What a frame taken from the jitter buffer is made of.</summary>
internal enum FrameOrigin
{
    /// <summary>Nothing was expected: before the first packet, or a long pause.</summary>
    Silence,

    /// <summary>Sound as it came.</summary>
    Audio,

    /// <summary>A lost piece, covered by the fading echo of what came before.</summary>
    Concealed,
}

/// <summary>
/// Turns packets that come when they come into a frame every 20 ms. The sound is laid on a ring of samples by its
/// timestamp, so any packet length, any order and doubled packets fit.
/// <para>
/// Delay adapts by itself. When the buffer runs dry it waits instead of moving on, which makes the delay longer; when
/// for a second every packet came earlier than needed, 10 ms are cut out of the next frame. The delay never stays
/// above the maximum.
/// </para>
/// </summary>
internal sealed class JitterBuffer
{
    // G.711 cannot produce this sample, so on the ring it means "nothing came".
    private const short Missing = short.MinValue;
    private const int RingSamples = 2048;
    private const int RingMask = RingSamples - 1;
    private const int CutSamples = 10 * Pcm16.SamplesPerMs;
    private const int WindowFrames = 50;
    private const int RepeatsMax = 3;

    private readonly short[] _ring = new short[RingSamples];
    private readonly short[] _last = new short[Pcm16.FrameSamples];
    private readonly int _targetSamples;
    private readonly int _maxSamples;

    private uint _play;
    private uint _end;
    private bool _running;
    private int _repeats = RepeatsMax;
    private int _spareMin = int.MaxValue;
    private int _windowLeft = WindowFrames;

    /// <param name="maxDelay">Longest time a sample may wait; at least 40 ms.</param>
    public JitterBuffer(TimeSpan maxDelay)
    {
        _maxSamples = Math.Clamp(
            (int)maxDelay.TotalMilliseconds * Pcm16.SamplesPerMs, 2 * Pcm16.FrameSamples, RingSamples / 2);
        _targetSamples = Pcm16.FrameSamples;
        Array.Fill(_ring, Missing);
    }

    /// <summary>Samples that came too late to be heard.</summary>
    public long LateSamples { get; private set; }

    /// <summary>Sound lying ready, in samples.</summary>
    public int Depth => _running ? Math.Max(0, (int)(_end - _play)) : 0;

    /// <summary>Forgets everything: another source speaks from here on.</summary>
    public void Reset()
    {
        Array.Fill(_ring, Missing);
        _running = false;
        _repeats = RepeatsMax;
        (_spareMin, _windowLeft) = (int.MaxValue, WindowFrames);
    }

    /// <summary>Lays a packet's sound on the ring.</summary>
    public void Put(uint timestamp, AudioCodec codec, ReadOnlySpan<byte> codes)
    {
        if (codes.Length is 0 or > RingSamples / 4)
        {
            return;
        }

        var ahead = (int)(timestamp - _play);
        if (!_running || Math.Abs((long)ahead) > RingSamples / 2)
        {
            Restart(timestamp);
            ahead = _targetSamples;
        }

        _spareMin = Math.Min(_spareMin, ahead);
        if (ahead < 0)
        {
            var late = Math.Min(-ahead, codes.Length);
            LateSamples += late;
            timestamp += (uint)late;
            codes = codes[late..];
        }

        Write(timestamp, codec, codes);
        var end = timestamp + (uint)codes.Length;
        if ((int)(end - _end) > 0)
        {
            _end = end;
        }

        // A burst after a stall would be heard late for ever: keep the newest.
        var excess = (int)(_end - _play) - _maxSamples - Pcm16.FrameSamples;
        if (excess > 0)
        {
            Skip(excess);
        }
    }

    /// <summary>Takes the next 20 ms.</summary>
    public FrameOrigin Read(Span<short> frame)
    {
        if (!_running)
        {
            frame.Clear();
            return FrameOrigin.Silence;
        }

        CutWhenSpare();
        if ((int)(_end - _play) <= 0)
        {
            return WaitDry(frame);
        }

        Take(frame);
        var hole = frame.IndexOf(Missing);
        if (hole < 0)
        {
            frame.CopyTo(_last);
            _repeats = 0;
            return FrameOrigin.Audio;
        }

        FillHoles(frame);
        return FrameOrigin.Concealed;
    }

    private void Restart(uint timestamp)
    {
        Array.Fill(_ring, Missing);
        _play = timestamp - (uint)_targetSamples;
        _end = timestamp;
        _running = true;
        (_spareMin, _windowLeft) = (int.MaxValue, WindowFrames);
    }

    private void Write(uint timestamp, AudioCodec codec, ReadOnlySpan<byte> codes)
    {
        var at = (int)(timestamp & RingMask);
        var first = Math.Min(codes.Length, RingSamples - at);
        G711.Decode(codec, codes[..first], _ring.AsSpan(at));
        G711.Decode(codec, codes[first..], _ring);
    }

    private void Take(Span<short> frame)
    {
        var at = (int)(_play & RingMask);
        var first = Math.Min(frame.Length, RingSamples - at);
        Move(_ring.AsSpan(at, first), frame);
        Move(_ring.AsSpan(0, frame.Length - first), frame[first..]);
        _play += (uint)frame.Length;

        static void Move(Span<short> from, Span<short> to)
        {
            from.CopyTo(to);
            from.Fill(Missing);
        }
    }

    private void Skip(int samples)
    {
        for (var i = 0; i < samples; i++)
        {
            _ring[_play++ & RingMask] = Missing;
        }
    }

    private void CutWhenSpare()
    {
        if (--_windowLeft > 0)
        {
            return;
        }

        // The packet that came closest to being late still had this much time: a frame above the target is too careful.
        if (_spareMin is not int.MaxValue && _spareMin >= _targetSamples + Pcm16.FrameSamples)
        {
            Skip(CutSamples);
        }

        (_spareMin, _windowLeft) = (int.MaxValue, WindowFrames);
    }

    private FrameOrigin WaitDry(Span<short> frame)
    {
        if (_repeats >= RepeatsMax)
        {
            // A pause, not a loss: begin anew with the next packet.
            _running = false;
            frame.Clear();
            return FrameOrigin.Silence;
        }

        Echo(frame);
        return FrameOrigin.Concealed;
    }

    private void Echo(Span<short> frame)
    {
        if (_repeats++ >= RepeatsMax)
        {
            frame.Clear();
            return;
        }

        Mixer.Fade(_last, gain256: 140);
        _last.CopyTo(frame);
    }

    private void FillHoles(Span<short> frame)
    {
        Span<short> echo = stackalloc short[Pcm16.FrameSamples];
        Echo(echo);
        for (var i = 0; i < frame.Length; i++)
        {
            if (frame[i] == Missing)
            {
                frame[i] = echo[i];
            }
        }
    }
}
