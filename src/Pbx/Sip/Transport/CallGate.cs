namespace Zhkh.Pbx.Sip;

/// <summary>
/// Whether one more call is taken: not while draining, not above the declared rate, not when the exchange lags.
/// Refusing
/// costs one datagram. A tenth of the burst is kept for emergency numbers (RELIABILITY O1, O3, O5).
/// </summary>
internal sealed class CallGate(SipOptions options, TimeProvider time)
{
    private const double EmergencyShare = 0.1;
    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();
    private TokenBucket _calls = new(
        options.CallsPerSecondMax * (1 - EmergencyShare), options.CallBurst * (1 - EmergencyShare));

    private TokenBucket _emergency = new(
        options.CallsPerSecondMax * EmergencyShare, Math.Max(1, options.CallBurst * EmergencyShare));

    private volatile bool _draining;

    /// <summary>True while the exchange takes no new calls because it is about to stop.</summary>
    public bool IsDraining
    {
        get => _draining;
        set => _draining = value;
    }

    /// <summary>Null when the call is taken, else why not.</summary>
    public string? Refuses(string number)
    {
        if (_draining)
        {
            return "draining";
        }

        var emergency = options.IsEmergencyNumber(number);
        if (!emergency && options.Lag() > options.LagMax)
        {
            return "lag";
        }

        lock (_gate)
        {
            var now = time.GetElapsedTime(_started);
            return _calls.TryTake(now) || (emergency && _emergency.TryTake(now)) ? null : "rate";
        }
    }

    /// <summary>RELIABILITY O1: 5 to 15 s, so that the refused do not come back together.</summary>
    public static string RetryAfter() => MessageText.Seconds(TimeSpan.FromSeconds(Random.Shared.Next(5, 16)));
}
