using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// Presses keys towards the far side (RFC 4733 §2.5.1): five packets of growing duration, three of the end, a pause.
/// A far side without events hears the tones for as long. One press takes ten ticks. Owned by the media thread.
/// </summary>
internal sealed class DigitSender
{
    /// <summary>Keys that may wait.</summary>
    public const int WaitingMax = 64;

    private const int ToneTicks = 5;
    private const int EndTicks = 3;
    private const int PauseTicks = 2;

    // −10 dBm0.
    private const byte Volume = 10;

    private readonly char[] _keys = new char[WaitingMax];
    private int _first;
    private int _count;
    private int _tick;
    private uint _timestamp;
    private DigitTone _tone;

    /// <summary>A key is being pressed or waits.</summary>
    public bool Busy => _count > 0;

    /// <summary>Takes as many keys as there is room for; returns how many were left out.</summary>
    public int Enqueue(ReadOnlySpan<char> keys)
    {
        var taken = Math.Min(keys.Length, WaitingMax - _count);
        for (var i = 0; i < taken; i++)
        {
            _keys[(_first + _count++) % WaitingMax] = keys[i];
        }

        return keys.Length - taken;
    }

    /// <summary>One tick of the current key, in place of sound.</summary>
    public void Tick(RtpSender sender, byte payloadType, long nowNs)
    {
        if (_tick == 0)
        {
            _timestamp = sender.BeginEvent(nowNs);
        }

        if (_tick < ToneTicks + EndTicks)
        {
            var duration = Math.Min(_tick + 1, ToneTicks) * Pcm16.FrameSamples;
            var number = (byte)TelephoneEvent.EventOf(_keys[_first]);
            var telephoneEvent = new TelephoneEvent(number, _tick >= ToneTicks, Volume, (ushort)duration);
            sender.Event(payloadType, telephoneEvent, _timestamp, first: _tick == 0);
        }

        sender.SkipFrame();
        Advance();
    }

    /// <summary>One tick of the current key, as sound.</summary>
    public void Sound(Span<short> frame)
    {
        frame.Clear();
        if (_tick == 0)
        {
            _tone.Start();
        }

        if (_tick < ToneTicks)
        {
            _tone.Read(_keys[_first], frame, isLast: _tick == ToneTicks - 1);
        }

        Advance();
    }

    private void Advance()
    {
        if (++_tick == ToneTicks + EndTicks + PauseTicks)
        {
            _tick = 0;
            _first = (_first + 1) % WaitingMax;
            _count--;
        }
    }
}
