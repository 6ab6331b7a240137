namespace Zhkh.Pbx.Ivr;

/// <summary>Whether a schedule says one thing, and one thing only, about every moment.</summary>
public static class ScheduleCheck
{
    public const int SpecialDaysMax = 400;
    public const int HoursOfDayMax = 6;
    public const int NameMax = 100;
    private const int DayMax = 31;

    private static readonly DayOfWeek[] Weekdays =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday,
        DayOfWeek.Saturday, DayOfWeek.Sunday,
    ];

    /// <summary>The first fault, or null when there is none.</summary>
    public static MenuFault? Of(Schedule schedule) =>
        !TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out _)
            ? new MenuFault(MenuFaultKind.TimeZoneUnknown, schedule.TimeZone)
            : OfNight(schedule.Night) ?? OfWeek(schedule) ?? OfSpecialDays(schedule) ?? OfMonth(schedule.MonthDays);

    private static MenuFault? OfNight(DayHours? night) => night switch
    {
        { IsReadable: false } => new MenuFault(MenuFaultKind.HoursUnreadable, "night"),
        { } hours when hours.From == hours.To => new MenuFault(MenuFaultKind.HoursBackwards, "night", hours),
        _ => null,
    };

    private static MenuFault? OfWeek(Schedule schedule) => Weekdays
        .Select(day => schedule.Week.TryGetValue(day, out var hours) && hours is not null
            ? OfHours(day, hours, schedule.Night)
            : new MenuFault(MenuFaultKind.WeekdayMissing, day))
        .FirstOrDefault(fault => fault is not null);

    private static MenuFault? OfHours(object day, IReadOnlyList<DayHours> hours, DayHours? night)
    {
        if (hours.Count > HoursOfDayMax)
        {
            return new MenuFault(MenuFaultKind.TooMany, day, HoursOfDayMax);
        }

        foreach (var (i, part) in hours.Index())
        {
            if (!part.IsReadable)
            {
                return new MenuFault(MenuFaultKind.HoursUnreadable, day);
            }

            if (part.From >= part.To)
            {
                return new MenuFault(MenuFaultKind.HoursBackwards, day, part);
            }

            if (hours.Take(i).Where(part.Overlaps).Select(h => (DayHours?)h).FirstOrDefault() is { } other)
            {
                return new MenuFault(MenuFaultKind.HoursOverlap, day, other, part);
            }

            if (night is { } dark && part.Overlaps(dark))
            {
                return new MenuFault(MenuFaultKind.NightOverlapsHours, day, part, dark);
            }
        }

        return null;
    }

    private static MenuFault? OfSpecialDays(Schedule schedule)
    {
        if (schedule.SpecialDays.Count > SpecialDaysMax)
        {
            return new MenuFault(MenuFaultKind.TooMany, "specialDays", SpecialDaysMax);
        }

        var seen = new HashSet<DateOnly>();
        foreach (var special in schedule.SpecialDays)
        {
            if (!seen.Add(special.Day))
            {
                return new MenuFault(MenuFaultKind.SpecialDayTwice, special.Day);
            }

            if (string.IsNullOrWhiteSpace(special.Name) || special.Name.Length > NameMax)
            {
                return new MenuFault(MenuFaultKind.SpecialDayUnnamed, special.Day, NameMax);
            }

            if (OfHours(special.Day, special.Hours ?? [], schedule.Night) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Either nothing is said of the days of the month, or each of the 31 belongs to one rule.</summary>
    private static MenuFault? OfMonth(IReadOnlyList<MonthRule> rules)
    {
        if (rules.Count > DayMax)
        {
            return new MenuFault(MenuFaultKind.TooMany, "monthDays", DayMax);
        }

        foreach (var rule in rules)
        {
            if (rule.From < 1 || rule.To > DayMax || rule.From > rule.To)
            {
                return new MenuFault(MenuFaultKind.MonthRuleBounds, rule.From, rule.To);
            }

            if (rule.Mode is not (null or LineMode.ReadingsOnly or LineMode.Closed))
            {
                return new MenuFault(MenuFaultKind.MonthRuleMode, rule.From, rule.To);
            }
        }

        for (var day = 1; rules.Count > 0 && day <= DayMax; day++)
        {
            var own = rules.Where(r => r.From <= day && day <= r.To).ToList();
            if (own.Count != 1)
            {
                return own.Count == 0
                    ? new MenuFault(MenuFaultKind.MonthRulesGap, day)
                    : new MenuFault(MenuFaultKind.MonthRulesOverlap, day);
            }
        }

        return null;
    }
}
