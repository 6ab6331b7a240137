namespace Zhkh.Pbx.Sip;

/// <summary>How many messages a source may send before silence. Rates are messages per second.</summary>
public sealed record AdmissionOptions
{
    /// <summary>An address nobody vouches for (RELIABILITY §3).</summary>
    public double UnknownPerSecond { get; init; } = 10;

    public double UnknownBurst { get; init; } = 20;

    /// <summary>All unknown addresses together.</summary>
    public double AllUnknownPerSecond { get; init; } = 500;

    public double AllUnknownBurst { get; init; } = 500;

    /// <summary>An address from which a phone has registered.</summary>
    public double PhonePerSecond { get; init; } = 200;

    public double PhoneBurst { get; init; } = 400;

    /// <summary>An operator's trunk.</summary>
    public double TrunkPerSecond { get; init; } = 500;

    public double TrunkBurst { get; init; } = 1000;

    /// <summary>
    /// Wrong credentials within <see cref="FailureWindow"/> that lead to a ban; the last is not answered.
    /// </summary>
    public int FailuresMax { get; init; } = 10;

    public TimeSpan FailureWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The load generator's profile: everybody is on our side.</summary>
    public static AdmissionOptions Bench { get; } = new()
    {
        UnknownPerSecond = 1e6, UnknownBurst = 1e6, AllUnknownPerSecond = 1e6, AllUnknownBurst = 1e6,
        PhonePerSecond = 1e6, PhoneBurst = 1e6, TrunkPerSecond = 1e6, TrunkBurst = 1e6,
    };
}
