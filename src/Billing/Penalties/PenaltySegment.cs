namespace Zhkh.Billing;

/// <summary>Days on which one debt grew by one rate: everything a person needs to check the amount.</summary>
/// <param name="Month">The month the debt is for.</param>
/// <param name="To">Last day, counted.</param>
/// <param name="Rate">Percent: a year's in Russia, a day's in Ukraine.</param>
/// <param name="Share">The part of the rate taken for each day: 1/300, 1/130, 1/1.</param>
/// <param name="Debt">Minor units.</param>
/// <param name="Amount">Minor units, rounded once, here.</param>
public sealed record PenaltySegment(
    DateOnly Month, DateOnly From, DateOnly To, int Days, decimal Rate, string Share, long Debt, long Amount,
    string Source);

/// <summary>The late fee of an account up to a day.</summary>
/// <param name="NoRateFrom">First day for which the law says no rate though a debt was overdue; such days are not
/// charged.</param>
public sealed record PenaltySum(long Amount, IReadOnlyList<PenaltySegment> Segments, DateOnly? NoRateFrom);
