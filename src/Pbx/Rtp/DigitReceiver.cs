namespace Zhkh.Pbx.Rtp;

/// <summary>
/// Makes one key press out of its many packets (RFC 4733 §2.5): all packets of a press carry the same timestamp, the
/// end is sent three times and any of them may be lost.
/// </summary>
internal struct DigitReceiver
{
    // A press whose end was lost three times is over after this long without a packet (six lost ones).
    private const long LostEndNs = 120_000_000;

    private uint _timestamp;
    private char _key;
    private long _lastNs;
    private bool _any;
    private bool _down;

    /// <summary>A press has begun whose end has not come yet.</summary>
    public readonly bool IsDown => _down;

    /// <summary>Takes one event packet; says which key went down and which came up by it.</summary>
    public (char? Began, char? Ended) Take(uint timestamp, TelephoneEvent telephoneEvent, long nowNs)
    {
        // An old press repeated late is as old as one already told.
        // A key that came up after no time at all is not a key either.
        if (telephoneEvent.Key is not { } key || telephoneEvent is { End: true, Duration: 0 }
            || (_any && (int)(timestamp - _timestamp) < 0))
        {
            return default;
        }

        char? began = null, ended = null;
        if (!_any || timestamp != _timestamp)
        {
            ended = _down ? _key : null;
            began = key;
            (_any, _down, _timestamp, _key) = (true, true, timestamp, key);
        }

        _lastNs = nowNs;
        if (telephoneEvent.End && _down && ended is null)
        {
            _down = false;
            ended = key;
        }

        return (began, ended);
    }

    /// <summary>The key whose end never came, once enough time has gone by.</summary>
    public char? Expired(long nowNs)
    {
        if (!_down || nowNs - _lastNs < LostEndNs)
        {
            return null;
        }

        _down = false;
        return _key;
    }
}
