namespace Zhkh.Bench;

/// <summary>One rate held for a while.</summary>
/// <param name="Wanted">Calls a second asked for.</param>
/// <param name="Reached">Calls a second that sipp really began.</param>
/// <param name="Retransmissions">Of requests, all calls together.</param>
/// <param name="EngineProcessor">Null when the engine is seen from outside only.</param>
/// <param name="GeneratorShare">Of a core, 0 to 1.</param>
internal sealed record SippStep(
    double Wanted, double Reached, long Calls, long Failed, long Retransmissions, TimeSpan? EngineProcessor,
    double GeneratorShare)
{
    public double FailedPercent => 100.0 * Failed / Math.Max(1, Calls);

    public double RetransmittedPercent => 100.0 * Retransmissions / Math.Max(1, Calls);

    /// <summary>PERFORMANCE S1, at nearly the rate that was asked for.</summary>
    public bool IsGood => IsServed && Reached >= 0.95 * Wanted;

    /// <summary>Whatever was asked was answered; a lower rate than wanted is then the generator's.</summary>
    public bool IsServed => Calls > 0 && FailedPercent < 0.1 && RetransmittedPercent < 1;

    public double? ProcessorMsPerCall => EngineProcessor?.TotalMilliseconds / Math.Max(1, Calls - Failed);
}
