namespace Zhkh.Pbx.Numbers;

/// <summary>The answer of the dial plan.</summary>
public abstract record DialVerdict
{
    private DialVerdict()
    {
    }

    /// <summary>The call may be made; dispose the lease when it is over.</summary>
    public sealed record Granted(DialLease Lease) : DialVerdict;

    /// <summary>The call may not be made.</summary>
    public sealed record Denied(DialDenial Reason) : DialVerdict;
}

/// <summary>Why a call out was not made.</summary>
public enum DialDenial
{
    NotANumber,
    NotAllowed,

    /// <summary>The number is allowed, but not to this phone or its organisation.</summary>
    OutOfReach,
    TooManyAtOnce,
    UserMinutesSpent,
    TrunkMinutesSpent,
    Frozen,
}
