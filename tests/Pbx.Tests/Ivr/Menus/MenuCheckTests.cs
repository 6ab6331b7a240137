using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>Bad input, each with its reason.</summary>
public class MenuCheckTests
{
    private static readonly MenuWorld s_world = new(
        ["dispatchers", "emergency"],
        [
            new PublicNumber("100", "o", "main", NumberPurpose.Resident),
            new PublicNumber("112", "o", "main", NumberPurpose.Emergency),
            new PublicNumber("101", "o", "second", NumberPurpose.Resident),
        ],
        id => id is "own/1" or "greet.open");

    private static readonly MenuItem s_person = new("0", MenuAction.Person);

    public static TheoryData<MenuFaultKind, Schedule> BadSchedules => new()
    {
        { MenuFaultKind.TimeZoneUnknown, Hours.Of("Europe/Privolsk") },
        {
            MenuFaultKind.WeekdayMissing,
            Hours.Of() with { Week = new Dictionary<DayOfWeek, IReadOnlyList<DayHours>>() }
        },
        { MenuFaultKind.HoursUnreadable, Hours.Of(weekdays: "утром") },
        { MenuFaultKind.HoursUnreadable, Hours.Of(night: "ночью") },
        { MenuFaultKind.HoursBackwards, Hours.Of(weekdays: "18:00-09:00") },
        { MenuFaultKind.HoursBackwards, Hours.Of(night: "22:00-22:00") },
        { MenuFaultKind.HoursOverlap, Hours.Of(weekdays: "09:00-13:00,12:59-18:00") },
        { MenuFaultKind.NightOverlapsHours, Hours.Of(weekdays: "06:00-18:00") },
        { MenuFaultKind.NightOverlapsHours, Hours.Of(weekdays: "09:00-22:01") },
        { MenuFaultKind.TooMany, Hours.Of(weekdays: "09:00-09:10,10:00-10:10,11:00-11:10,12:00-12:10,13:00-13:10,"
            + "14:00-14:10,15:00-15:10") },
        { MenuFaultKind.SpecialDayTwice, Hours.Of(days: [Day("a"), Day("b")]) },
        { MenuFaultKind.SpecialDayUnnamed, Hours.Of(days: [Day(" ")]) },
        {
            MenuFaultKind.NightOverlapsHours,
            Hours.Of(days: [Day("a") with { Hours = [DayHours.Parse("06:00-10:00")] }])
        },
        { MenuFaultKind.MonthRuleBounds, Hours.Of(month: new MonthRule(0, 31, null)) },
        { MenuFaultKind.MonthRuleBounds, Hours.Of(month: new MonthRule(20, 10, null)) },
        { MenuFaultKind.MonthRuleBounds, Hours.Of(month: new MonthRule(1, 32, null)) },
        { MenuFaultKind.MonthRuleMode, Hours.Of(month: new MonthRule(1, 31, LineMode.Holiday)) },
        { MenuFaultKind.MonthRulesOverlap, Hours.Of(month: [new(1, 15, null), new(15, 31, LineMode.Closed)]) },
        { MenuFaultKind.MonthRulesGap, Hours.Of(month: [new(1, 14, null), new(16, 31, LineMode.Closed)]) },
        // As the seed itself has it: «с 1 по 14 и с 24 по 30» forgets the 31st.
        {
            MenuFaultKind.MonthRulesGap,
            Hours.Of(month: [new(1, 14, null), new(15, 23, LineMode.ReadingsOnly), new(24, 30, null)])
        },
    };

    public static TheoryData<MenuFaultKind, Menu> BadMenus => new()
    {
        { MenuFaultKind.MenuWithoutOpen, new Menu(new Dictionary<LineMode, MenuVariant>()) },
        { MenuFaultKind.MenuEmpty, Hours.MenuOf(s_person with { IsOn = false }) },
        { MenuFaultKind.KeyUnknown, Hours.MenuOf(s_person with { Key = "#" }) },
        { MenuFaultKind.KeyUnknown, Hours.MenuOf(s_person with { Key = "12" }) },
        { MenuFaultKind.KeyUnknown, Hours.MenuOf(s_person with { Key = "" }) },
        { MenuFaultKind.KeyTwice, Hours.MenuOf(s_person, new MenuItem("0", MenuAction.Balance, IsOn: false)) },
        {
            MenuFaultKind.LanguageTwice,
            Hours.MenuOf(s_person, new("8", MenuAction.Language), new("9", MenuAction.Language))
        },
        { MenuFaultKind.TooMany, Hours.MenuOf([.. Enumerable.Repeat(s_person, 11)]) },
        { MenuFaultKind.TargetMissing, Hours.MenuOf(new MenuItem("3", MenuAction.Queue, Text: "own/1")) },
        { MenuFaultKind.TargetUnneeded, Hours.MenuOf(s_person with { Target = "dispatchers" }) },
        { MenuFaultKind.QueueUnknown, Hours.MenuOf(new MenuItem("3", MenuAction.Queue, "plumbers", "own/1")) },
        { MenuFaultKind.TextMissing, Hours.MenuOf(new MenuItem("3", MenuAction.Queue, "emergency")) },
        { MenuFaultKind.TextUnknown, Hours.MenuOf(s_person with { Text = "own/2" }) },
        { MenuFaultKind.TextUnknown, Hours.MenuOf(s_person, new("3", MenuAction.Announcement, "own/2", "own/1")) },
        { MenuFaultKind.NumberUnknown, Hours.MenuOf(s_person, new("3", MenuAction.OtherNumber, "103", "own/1")) },
        { MenuFaultKind.NumberIsItself, Hours.MenuOf(s_person, new("3", MenuAction.OtherNumber, "100", "own/1")) },
        { MenuFaultKind.NoWayToPerson, Hours.MenuOf(new MenuItem("1", MenuAction.Readings)) },
        { MenuFaultKind.PersonDespiteNotice, new Menu(new Dictionary<LineMode, MenuVariant>
        {
            [LineMode.Open] = new([s_person]), [LineMode.Night] = new([s_person], WithoutPerson: true),
        }) },
        { MenuFaultKind.TextUnknown, new Menu(new Dictionary<LineMode, MenuVariant>
        {
            [LineMode.Open] = new([s_person], Greeting: "nothing"),
        }) },
    };

    [Theory]
    [MemberData(nameof(BadSchedules))]
    public void A_schedule_is_refused_with_the_reason(MenuFaultKind expected, Schedule schedule) =>
        Assert.Equal(expected, ScheduleCheck.Of(schedule)?.Kind);

    [Theory]
    [MemberData(nameof(BadMenus))]
    public void A_menu_is_refused_with_the_reason(MenuFaultKind expected, Menu menu) =>
        Assert.Equal(expected, MenuCheck.Of(menu, "main", s_world)?.Kind);

    [Fact]
    public void What_is_built_in_could_be_published() =>
        Assert.Null(MenuCheck.Of(MenuDefaults.Menu, "main", s_world));

    [Fact]
    public void What_leads_somewhere_is_let_through()
    {
        Assert.Null(ScheduleCheck.Of(Hours.Of(weekdays: "09:00-13:00,13:00-18:00", month: Hours.Samara)));
        Assert.Null(ScheduleCheck.Of(Hours.Of(weekdays: "07:00-22:00")));
        Assert.Null(MenuCheck.Of(
            Hours.MenuOf(
                new("3", MenuAction.Queue, "emergency", "own/1"), new("4", MenuAction.OtherNumber, "101", "own/1"),
                new("5", MenuAction.OtherNumber, "112", "own/1"), new("6", MenuAction.Announcement, "own/1", "own/1")),
            "main", s_world));
    }

    [Theory]
    [InlineData("1", MenuFaultKind.NumberShape)]
    [InlineData("+7937", MenuFaultKind.NumberShape)]
    [InlineData("89370000000", MenuFaultKind.NumberShape)]
    [InlineData("сто", MenuFaultKind.NumberShape)]
    [InlineData("201", MenuFaultKind.NumberReserved)]
    [InlineData("102", null)]
    [InlineData("+79370000000", null)]
    public void A_number_has_its_shape(string number, MenuFaultKind? expected) => Assert.Equal(
        expected, NumberCheck.Of(
            new PublicNumber(number, "o", "main", NumberPurpose.Resident), n => n[0] == '2' && n.Length == 3,
            code => code == "main")?.Kind);

    [Fact]
    public void A_number_leads_to_a_menu_that_is_there() => Assert.Equal(
        MenuFaultKind.MenuUnknown, NumberCheck.Of(
            new PublicNumber("102", "o", "other", NumberPurpose.Resident), _ => false, _ => false)?.Kind);

    private static SpecialDay Day(string name) => new(new DateOnly(2026, 5, 1), name, []);
}
