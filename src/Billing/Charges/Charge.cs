namespace Zhkh.Billing;

/// <summary>
/// One line of a bill: a service at one price. amount = quantity × price × coefficient, rounded once.
/// </summary>
/// <param name="Consumed">What a meter, an average or a norm says, or metres or people; before credits.</param>
/// <param name="Credited">Charged before by estimate and taken off now that a reading is there.</param>
/// <param name="Days">Days of the month this line covers.</param>
/// <param name="RoundedAway">Minor units the exact product has more than the amount.</param>
/// <param name="After">Where the meter stands afterwards; null without a meter.</param>
internal sealed record Charge(
    Service Service, ChargeMethod Method, decimal Consumed, decimal Credited, int? People, decimal? Area,
    decimal? Norm, int Days, int MonthDays, decimal Quantity, string Unit, decimal Price, decimal Coefficient,
    long AmountMinor, decimal RoundedAway, Guid? MeterId, MeterState? After);

/// <summary>What a quantity rests on.</summary>
public enum ChargeMethod
{
    Meter,
    Average,
    Norm,
    NormRaised,
    Area,
    People,
    Fixed,
}

/// <summary>Where a meter stands for the bill; carried from charge to charge.</summary>
/// <param name="BaseValue">The reading everything is charged up to; null = counting begins with the next one.</param>
/// <param name="OpenEstimate">Charged by estimate since that reading.</param>
/// <param name="OpenPeriods">Months in a row without a reading that counts.</param>
internal sealed record MeterState(decimal? BaseValue, DateOnly? BaseOn, decimal OpenEstimate, int OpenPeriods);
