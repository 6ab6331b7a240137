namespace Zhkh.Pbx.Ivr;

/// <summary>When an organisation works, as data. The wall clock is the organisation's.</summary>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Week">Working hours of each weekday; an empty list is a free day.</param>
/// <param name="SpecialDays">Holidays, and working days that a decree has moved.</param>
/// <param name="Night">May go over midnight; null when there is no night mode.</param>
/// <param name="MonthDays">Rules by the day of the month; none, or one for each day from 1 to 31.</param>
public sealed record Schedule(
    string TimeZone, IReadOnlyDictionary<DayOfWeek, IReadOnlyList<DayHours>> Week,
    IReadOnlyList<SpecialDay> SpecialDays, DayHours? Night, IReadOnlyList<MonthRule> MonthDays);

/// <summary>A date that is not like its weekday.</summary>
/// <param name="Hours">Empty: a holiday. Otherwise the hours worked, whatever weekday it is.</param>
public sealed record SpecialDay(DateOnly Day, string Name, IReadOnlyList<DayHours> Hours);

/// <summary>
/// Days of the month. A rule up to 31 goes to the end of the month, whichever day that is; days a month does not have
/// do not occur in it.
/// </summary>
/// <param name="Mode">Holds all day and night and before everything else; null: working hours decide.</param>
public sealed record MonthRule(int From, int To, LineMode? Mode = null);

/// <summary>A schedule and the moment it begins to hold.</summary>
/// <param name="Why">In the words of who made it.</param>
public sealed record ScheduleVersion(
    int Version, DateTimeOffset EffectiveFrom, string Why, string By, DateTimeOffset MadeAt, Schedule Schedule);

/// <summary>All that an organisation has decided about its hours, the oldest first.</summary>
public sealed record OrganisationSchedule(string Organisation, IReadOnlyList<ScheduleVersion> Versions);
