using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>Schedules and books for tests, written short.</summary>
internal static class Hours
{
    /// <summary>Monday to Friday nine to six, night from ten to seven; everything else as told.</summary>
    public static Schedule Of(
        string zone = "Europe/Volgograd", string weekdays = "09:00-18:00", string? night = "22:00-07:00",
        IReadOnlyList<SpecialDay>? days = null, params IReadOnlyList<MonthRule> month) => new(
        zone,
        Enum.GetValues<DayOfWeek>().ToDictionary(
            day => day,
            IReadOnlyList<DayHours> (day) => day is DayOfWeek.Saturday or DayOfWeek.Sunday
                ? [] : [.. weekdays.Split(',').Select(DayHours.Parse)]),
        days ?? [], night is null ? null : DayHours.Parse(night), month);

    /// <summary>S3: readings only from the 15th to the 23rd.</summary>
    public static readonly IReadOnlyList<MonthRule> Samara =
        [new MonthRule(1, 14, null), new MonthRule(15, 23, LineMode.ReadingsOnly), new MonthRule(24, 31, null)];

    public static MenuBook With(
        Schedule? schedule = null, Menu? menu = null, params IReadOnlyList<Announcement> announcements) =>
        MenuDefaults.Book(new IvrOptions()) with
        {
            Schedules = schedule is null ? [] :
            [
                new OrganisationSchedule("privolsk",
                    [new(1, DateTimeOffset.MinValue, "x", "x", default, schedule)]),
            ],
            Menus = menu is null ? [] :
                [new NamedMenu("privolsk", "main", [new(1, DateTimeOffset.MinValue, "x", "x", default, menu)])],
            Announcements = announcements,
        };

    public static Menu MenuOf(params IReadOnlyList<MenuItem> items) => new(
        new Dictionary<LineMode, MenuVariant> { [LineMode.Open] = new(items) });

    public static DateTimeOffset At(string utc) =>
        DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture);
}
