namespace Zhkh.Billing;

/// <summary>
/// What a meter says for a month (DOMAIN §2.2): the difference of readings; without one the average for at most three
/// periods in a row, then the norm; after an expired verification the norm is raised. Pure.
/// </summary>
internal static class MeterMonth
{
    public static MeterOutcome Of(MeterFacts meter, PriceList prices, decimal normQuantity, LegalRules rules)
    {
        var state = meter.State ?? Begun(meter, prices);
        var expired = meter.VerificationDue < prices.LastDay;
        var now = meter.Readings.Count > 0 ? meter.Readings[0] : null;
        if (!expired && now is not null && state is { BaseValue: { } from, BaseOn: { } on } && now.TakenOn > on)
        {
            var consumed = now.Value >= from ? now.Value - from : Capacity(meter.Digits) - from + now.Value;
            return new MeterOutcome(ChargeMethod.Meter, consumed, state.OpenEstimate, 1,
                new MeterState(now.Value, now.TakenOn, 0, 0));
        }

        var periods = state.OpenPeriods + 1;
        var (method, quantity) = Estimate(meter, periods, expired, normQuantity, rules);
        var coefficient = method == ChargeMethod.NormRaised ? rules["charge.expired.normFactor"] : 1;
        return new MeterOutcome(method, quantity, 0, coefficient, After(state, expired, now, quantity, periods));
    }

    private static (ChargeMethod Method, decimal Quantity) Estimate(
        MeterFacts meter, int periods, bool expired, decimal normQuantity, LegalRules rules)
    {
        var mayAverage = periods <= rules.Whole("charge.average.periodsMax");
        if (mayAverage && meter.Readings.Count > 0
            && ReadingCheck.AveragePerMonth(meter.Readings, rules) is { } average)
        {
            return (ChargeMethod.Average, Rounding.Metered(average));
        }

        return (expired && !mayAverage ? ChargeMethod.NormRaised : ChargeMethod.Norm, normQuantity);
    }

    /// <summary>
    /// What was charged while the verification was expired stays charged: the first reading after it is where counting
    /// begins anew. The same holds for the first reading ever.
    /// </summary>
    private static MeterState After(
        MeterState state, bool expired, PastReading? now, decimal quantity, int periods)
    {
        if (expired)
        {
            return new MeterState(null, null, 0, periods);
        }

        return state.BaseValue is null && now is not null
            ? new MeterState(now.Value, now.TakenOn, 0, 0)
            : new MeterState(state.BaseValue, state.BaseOn, state.OpenEstimate + quantity, periods);
    }

    /// <summary>Before the first charge: the reading before the month, and how long it was silent or expired.</summary>
    private static MeterState Begun(MeterFacts meter, PriceList prices)
    {
        var last = meter.Readings.Skip(meter.NewReadings).FirstOrDefault();
        var silent = last is null ? 0 : Math.Max(0, LocalCalendar.MonthsBetween(last.TakenOn, prices.Month) - 1);
        var expired = meter.VerificationDue is { } due
            ? Math.Max(0, LocalCalendar.MonthsBetween(due, prices.Month))
            : 0;
        return new MeterState(last?.Value, last?.TakenOn, 0, Math.Max(silent, expired));
    }

    private static decimal Capacity(int digits)
    {
        var capacity = 1m;
        for (var i = 0; i < digits; i++)
        {
            capacity *= 10;
        }

        return capacity;
    }
}

/// <summary>Quantity of a meter in a month, before it is cut by prices.</summary>
internal sealed record MeterOutcome(
    ChargeMethod Method, decimal Consumed, decimal Credited, decimal Coefficient, MeterState After);
