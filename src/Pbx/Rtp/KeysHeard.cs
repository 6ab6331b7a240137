using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Rtp;

/// <summary>
/// The keys of one far side, by telephone-event (RFC 4733), by their tones, or by both: each press is told once. A far
/// side that has sent one event sends all keys so, and its tones are not listened to any more. Owned by the media
/// thread.
/// </summary>
internal sealed class KeysHeard
{
    // The tone of a press reaches us through the jitter buffer, and its events may come before or after it. What comes
    // later than this is another press.
    private const long SamePressNs = 400_000_000;

    private DigitReceiver _events;
    private DigitEar? _ear;
    private bool _sendsEvents;
    private bool _isTwin;
    private char? _tone;
    private long _toneNs;

    /// <summary>Whether the sound is to be listened to.</summary>
    public bool Listens => _ear is not null && !_sendsEvents;

    /// <summary>The tone of a key is sounding now.</summary>
    public bool IsToneDown => Listens && _ear?.Down is not null;

    /// <summary>Begins or ceases to listen for tones; says which key was down then.</summary>
    public char? Listen(bool isWanted)
    {
        if (isWanted == _ear is not null)
        {
            return null;
        }

        var down = Listens ? _ear?.Down : null;
        _ear = isWanted ? new DigitEar() : null;
        return down;
    }

    /// <summary>Another source speaks from here on.</summary>
    public void Reset()
    {
        _ear?.Reset();
        (_events, _sendsEvents, _isTwin, _tone) = (default, false, false, null);
    }

    /// <summary>
    /// Takes one event packet; says which key went down and which came up by it, the one that came up first.
    /// </summary>
    public (char? Began, char? Ended) Take(uint timestamp, TelephoneEvent telephoneEvent, long nowNs)
    {
        var wasDown = _events.IsDown;
        var (began, ended) = _events.Take(timestamp, telephoneEvent, nowNs);
        if (wasDown && ended is not null)
        {
            ended = Untwin(ended);
        }

        if (began is null)
        {
            return (null, wasDown ? ended : Untwin(ended));
        }

        var released = Listens ? _ear?.Down : null;
        _sendsEvents = true;
        if (began == _tone && (began == released || nowNs - _toneNs < SamePressNs))
        {
            // The first press was told already, by its tone; what the events say of it is not told again.
            _isTwin = _events.IsDown;
            (began, ended) = (null, wasDown ? ended : null);
        }

        _tone = null;
        return (began, ended ?? released);
    }

    /// <summary>Takes 20 ms of sound; says which key came up and which went down by it, in this order.</summary>
    public (char? Began, char? Ended) Hear(ReadOnlySpan<short> frame, bool isReal, long nowNs)
    {
        if (_ear is not { } ear || _sendsEvents)
        {
            return default;
        }

        var heard = ear.Hear(frame, isReal);
        if (heard.Began is not null || heard.Ended is not null)
        {
            (_tone, _toneNs) = (heard.Began ?? heard.Ended, nowNs);
        }

        return heard;
    }

    /// <summary>The key whose last event never came, once enough time has gone by.</summary>
    public char? Expired(long nowNs) => Untwin(_events.Expired(nowNs));

    private char? Untwin(char? ended)
    {
        if (ended is null || !_isTwin)
        {
            return ended;
        }

        _isTwin = false;
        return null;
    }
}
