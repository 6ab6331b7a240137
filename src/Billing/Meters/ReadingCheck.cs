namespace Zhkh.Billing;

/// <summary>Is a value believable? Pure; the numbers come from the rules (DOMAIN §2.3).</summary>
internal static class ReadingCheck
{
    public static ReadingJudgement Judge(decimal value, ReadingFacts facts, LegalRules rules)
    {
        var capacity = Capacity(facts.Digits);
        if (value < 0 || decimal.Truncate(value) >= capacity)
        {
            return Answer(ReadingPlausibility.TooManyDigits, 0, facts);
        }

        if (facts.History.Count == 0)
        {
            return Answer(ReadingPlausibility.Plausible, 0, facts);
        }

        var previous = facts.History[0];
        var rolledOver = value < previous.Value && MayRollOver(value, previous.Value, capacity, rules);
        if (value < previous.Value && !rolledOver)
        {
            return Answer(ReadingPlausibility.LessThanPrevious, 0, facts);
        }

        var consumption = rolledOver ? capacity - previous.Value + value : value - previous.Value;
        var plausibility = IsFarTooHigh(consumption, facts, rules)
            ? ReadingPlausibility.FarTooHigh
            : ReadingPlausibility.Plausible;
        return Answer(plausibility, consumption, facts) with
        {
            RolledOver = rolledOver,
            ZeroForMonths = consumption == 0 && IsZeroForMonths(facts, rules),
        };
    }

    private static ReadingJudgement Answer(ReadingPlausibility plausibility, decimal consumption, ReadingFacts facts) =>
        new(plausibility, consumption, false, false, !facts.WindowOpen, facts.VerificationExpired);

    private static decimal Capacity(int digits)
    {
        var capacity = 1m;
        for (var i = 0; i < digits; i++)
        {
            capacity *= 10;
        }

        return capacity;
    }

    /// <summary>The previous value stood near the end of the counter and the new one stands near its start.</summary>
    private static bool MayRollOver(decimal value, decimal previous, decimal capacity, LegalRules rules)
    {
        var share = rules["reading.rollover.share"];
        return previous >= capacity * share && value <= capacity * (1 - share);
    }

    /// <summary>More in a month than max(3 × average, 5 × norm). With neither known nothing can be said.</summary>
    private static bool IsFarTooHigh(decimal consumption, ReadingFacts facts, LegalRules rules)
    {
        var byAverage = AveragePerMonth(facts.History, rules) * rules["reading.farTooHigh.averageFactor"];
        var byNorm = facts.NormPerMonth * rules["reading.farTooHigh.normFactor"];
        if (byAverage is null && byNorm is null)
        {
            return false;
        }

        // A resident who skipped months is not suspicious for reporting them together.
        var months = Math.Max(1, LocalCalendar.MonthsBetween(facts.History[0].TakenOn, facts.Today));
        return consumption / months > Math.Max(byAverage ?? 0, byNorm ?? 0);
    }

    /// <summary>Over the last 6 months, from at least 3 readings that show consumption; otherwise unknown.</summary>
    internal static decimal? AveragePerMonth(IReadOnlyList<PastReading> history, LegalRules rules)
    {
        var newest = history[0].TakenOn;
        var inWindow = history
            .Where(r => LocalCalendar.MonthsBetween(r.TakenOn, newest) <= rules.Whole("reading.average.monthsMax"))
            .ToArray();
        var months = LocalCalendar.MonthsBetween(inWindow[^1].TakenOn, newest);
        return inWindow.Length < rules.Whole("reading.average.submissionsMin") || months == 0
            ? null
            : inWindow.SkipLast(1).Sum(r => r.Consumption) / months;
    }

    private static bool IsZeroForMonths(ReadingFacts facts, LegalRules rules)
    {
        var lastMoved = facts.History.FirstOrDefault(r => r.Consumption > 0) ?? facts.History[^1];
        return LocalCalendar.MonthsBetween(lastMoved.TakenOn, facts.Today) >= rules.Whole("reading.zero.months");
    }
}
