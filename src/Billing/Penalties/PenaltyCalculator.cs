namespace Zhkh.Billing;

/// <summary>
/// The late fee by dated rules (ЖК РФ ст. 155 ч. 14; Закон України 2189-VIII ст. 26). Money pays the oldest bill
/// first; the day of payment still counts; each segment is rounded once, never each day. Pure.
/// </summary>
internal sealed class PenaltyCalculator(DatedRules rules, WorkCalendar calendar)
{
    private const string Rate = "penalty.rate.percent";
    private const string FirstFrom = "penalty.first.fromDay";
    private const string FirstDivisor = "penalty.first.divisor";
    private const string LateFrom = "penalty.late.fromDay";
    private const string LateDivisor = "penalty.late.divisor";
    private const string Cap = "penalty.cap.percent";

    /// <summary>The last day to pay what a month's bill says; a day off moves it to the next working day.</summary>
    public DateOnly DueOn(DateOnly month)
    {
        var next = LocalCalendar.FirstOfMonth(month).AddMonths(1);
        var day = rules.Find("payment.dueDay", next)
            ?? throw new InvalidOperationException($"No rule payment.dueDay is in force on {next:O}");
        return calendar.WorkingFrom(next.AddDays(decimal.ToInt32(day.Value) - 1));
    }

    /// <summary>Everything up to a day, from the beginning.</summary>
    /// <param name="through">Last day, counted.</param>
    public PenaltySum Of(Overdue overdue, DateOnly through)
    {
        var segments = new List<PenaltySegment>();
        DateOnly? noRate = null;
        var receipts = new Queue<Receipt>(overdue.Receipts.OrderBy(r => r.On));
        var left = receipts.Count > 0 ? receipts.Peek().AmountMinor : 0;
        foreach (var due in overdue.Dues.OrderBy(d => d.BilledIn).ThenBy(d => d.Month))
        {
            var steps = new List<(DateOnly Until, long Debt)>();
            var debt = due.AmountMinor;
            while (debt > 0 && receipts.Count > 0)
            {
                steps.Add((receipts.Peek().On, debt));
                var paid = Math.Min(debt, left);
                debt -= paid;
                left -= paid;
                if (left == 0)
                {
                    receipts.Dequeue();
                    left = receipts.Count > 0 ? receipts.Peek().AmountMinor : 0;
                }
            }

            steps.Add((through, debt));
            var missing = Walk(segments, due, steps, overdue.Moratoria, through);
            noRate = missing is null || noRate < missing ? noRate : missing;
        }

        return new PenaltySum(segments.Sum(s => s.Amount), segments, noRate);
    }

    /// <summary>One debt from its first day of delay on, cut wherever a number of the computation changes.</summary>
    private DateOnly? Walk(
        List<PenaltySegment> segments, Due due, List<(DateOnly Until, long Debt)> steps,
        IReadOnlyList<Moratorium> moratoria, DateOnly through)
    {
        var dueOn = DueOn(due.BilledIn);
        var from = rules.Find("penalty.startsOnWorkingDay", dueOn) is { Value: not 0 }
            ? calendar.WorkingFrom(dueOn.AddDays(1))
            : dueOn.AddDays(1);
        var capLeft = rules.Find(Cap, dueOn) is { } cap
            ? Rounding.WholeMinor(due.AmountMinor * cap.Value / 100).Minor
            : long.MaxValue;
        DateOnly? noRate = null;
        var day = from;
        while (day <= through && capLeft > 0)
        {
            var debt = steps.FirstOrDefault(s => day <= s.Until, (through, 0)).Debt;
            if (debt == 0)
            {
                break;
            }

            var end = NextChange(day, dueOn, steps, moratoria, through);
            if (!moratoria.Any(m => m.Covers(day)) && ShareOn(day, dueOn) is { } share)
            {
                if (rules.Find(Rate, day) is { } rate)
                {
                    var segment = Segment(due, day, end, rate, share, debt, capLeft);
                    capLeft -= segment.Amount;
                    segments.Add(segment);
                }
                else
                {
                    noRate ??= day;
                }
            }

            day = end.AddDays(1);
        }

        return noRate;
    }

    private static PenaltySegment Segment(
        Due due, DateOnly from, DateOnly to, DatedRule rate, DatedRule share, long debt, long capLeft)
    {
        var days = to.DayNumber - from.DayNumber + 1;
        // One division at the very end: a third of a kopeck is not cut off anywhere before.
        var (amount, _) = Rounding.WholeMinor(debt * rate.Value * days / (100 * share.Value));
        return new PenaltySegment(due.Month, from, to, days, rate.Value, FormattableString.Invariant(
            $"1/{share.Value:0.##}"), debt, Math.Min(amount, capLeft), $"{share.Source}; {rate.Source}");
    }

    /// <summary>The part of the rate for a day of delay; null while the law lets the debtor be.</summary>
    private DatedRule? ShareOn(DateOnly day, DateOnly dueOn)
    {
        var delay = day.DayNumber - dueOn.DayNumber;
        if (rules.Find(LateFrom, day) is { } late && delay >= late.Value)
        {
            return rules.Find(LateDivisor, day);
        }

        return rules.Find(FirstFrom, day) is { } first && delay >= first.Value
            ? rules.Find(FirstDivisor, day)
            : null;
    }

    /// <summary>The last day on which everything is still as it is on <paramref name="day"/>.</summary>
    private DateOnly NextChange(
        DateOnly day, DateOnly dueOn, List<(DateOnly Until, long Debt)> steps, IReadOnlyList<Moratorium> moratoria,
        DateOnly through)
    {
        var changes = rules.Changes(Rate, FirstFrom, FirstDivisor, LateFrom, LateDivisor)
            .Concat(steps.Select(s => s.Until.AddDays(1)))
            .Concat(moratoria.SelectMany(m => new[] { m.From, m.To }).OfType<DateOnly>())
            .Append(through.AddDays(1));
        foreach (var code in new[] { FirstFrom, LateFrom })
        {
            if (rules.Find(code, day) is { } fromDay)
            {
                changes = changes.Append(dueOn.AddDays(decimal.ToInt32(fromDay.Value)));
            }
        }

        return changes.Where(d => d > day).Min().AddDays(-1);
    }
}
