namespace Zhkh.Pbx.Sip;

/// <summary>A rate with room for a burst. The caller guards it.</summary>
internal struct TokenBucket
{
    private readonly double _perSecond;
    private readonly double _burst;
    private double _tokens;
    private TimeSpan _at;

    public TokenBucket(double perSecond, double burst) => (_perSecond, _burst, _tokens) = (perSecond, burst, burst);

    public bool TryTake(TimeSpan now)
    {
        _tokens = Math.Min(_burst, _tokens + (now - _at).TotalSeconds * _perSecond);
        _at = now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens -= 1;
        return true;
    }
}
