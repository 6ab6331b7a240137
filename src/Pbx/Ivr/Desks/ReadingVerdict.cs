namespace Zhkh.Pbx.Ivr;

/// <summary>What a value would mean (DOMAIN §2.3).</summary>
public enum ReadingPlausibility
{
    Plausible,
    LessThanPrevious,
    FarTooHigh,
    TooManyDigits,
}

/// <summary>The judgement of a value: how plausible, and the consumption it gives.</summary>
public sealed record ReadingVerdict(ReadingPlausibility Plausibility, decimal Consumption);

/// <summary>The answer to a stored reading.</summary>
/// <param name="Stored">False when the desk refused it; <paramref name="Reason"/> says why.</param>
public sealed record ReadingReceipt(bool Stored, string? Reason);
