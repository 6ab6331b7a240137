namespace Zhkh.Billing;

/// <summary>How believable a value is (DOMAIN §2.3).</summary>
public enum ReadingPlausibility
{
    Plausible,
    LessThanPrevious,
    FarTooHigh,
    TooManyDigits,
}

/// <summary>The judgement of a value, before anything is stored.</summary>
/// <param name="Consumption">Since the previous reading; 0 when it cannot be told.</param>
/// <param name="RolledOver">The counter passed its last nine.</param>
/// <param name="ZeroForMonths">Nothing was consumed for so long that it deserves a look; no objection.</param>
public sealed record ReadingJudgement(
    ReadingPlausibility Plausibility, decimal Consumption, bool RolledOver, bool ZeroForMonths, bool OutsideWindow,
    bool VerificationExpired)
{
    /// <summary>Whether a person's confirmation is enough to store it.</summary>
    public bool CanBeStored => Plausibility is ReadingPlausibility.Plausible or ReadingPlausibility.FarTooHigh;

    internal ReadingStatus Status => this switch
    {
        { Plausibility: ReadingPlausibility.FarTooHigh } => ReadingStatus.Suspicious,
        { VerificationExpired: true } => ReadingStatus.VerificationExpired,
        { OutsideWindow: true } => ReadingStatus.OutsideWindow,
        _ => ReadingStatus.Accepted,
    };
}
