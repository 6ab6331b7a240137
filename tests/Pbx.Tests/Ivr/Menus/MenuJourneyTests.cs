using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>Calls with the clock in hand: what a call begins with it keeps, and the next one hears the new.</summary>
public class MenuJourneyTests
{
    private static readonly MenuItem s_person = new("0", MenuAction.Person);

    private readonly Town _town = new();

    [Fact]
    public async Task The_day_of_the_month_comes_in_mid_call_and_the_call_keeps_what_it_began_with()
    {
        Publish(Hours.With(Hours.Of(weekdays: "00:00-24:00", night: null, month: Hours.Samara)));
        var before = Caller("2026-12-14T20:59:30Z")   // 23:59:30 of the 14th in Privolsk, a Monday
            .When("menu.main", () => _town.Time.Advance(TimeSpan.FromMinutes(5))).On("menu.language", "0");
        await _town.RunAsync(before);
        Assert.Contains("bal.total_debt", before.Heard);
        Assert.DoesNotContain("mode.readings_only", before.Heard);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);

        var after = Caller("2026-12-14T21:00:00Z");
        await _town.RunAsync(after);
        Assert.StartsWith(
            "greet.open org/privolsk.to greet.open.2 mode.readings_only rd.choose", after.Transcript);
        Assert.DoesNotContain(after.Heard, id => id.StartsWith("bal.", StringComparison.Ordinal));
        Assert.Single(_town.Joined);
    }

    [Fact]
    public async Task In_the_readings_mode_a_person_is_not_to_be_had_and_the_caller_is_told_so()
    {
        Publish(Hours.With(Hours.Of(month: Hours.Samara)));
        foreach (var caller in new[]
        {
            Caller("2026-11-20T09:00:00Z").On("greet.open", "0"),
            Caller("2026-11-20T09:00:00Z").On("rd.choose", "0"),
            Caller("2026-11-20T09:00:00Z", "+79379999999"),
        })
        {
            await _town.RunAsync(caller);
            Assert.EndsWith("mode.readings_only bye", caller.Transcript);
            Assert.DoesNotContain("transfer", caller.Heard);
            Assert.DoesNotContain("acc.too_many", caller.Heard);
        }

        Assert.Empty(_town.Joined);
    }

    [Fact]
    public async Task Emergencies_know_no_mode()
    {
        Publish(Hours.With(Hours.Of(month: Hours.Samara)));
        await _town.RunAsync(new ScriptedCaller
        {
            DialledNumber = "112", ArrivedAt = Hours.At("2026-11-20T09:00:00Z"),
        });
        Assert.Equal([LineNames.Emergency], _town.Joined);
    }

    [Fact]
    public async Task What_is_published_during_a_call_is_for_the_next_one()
    {
        var menu = Hours.MenuOf(new("5", MenuAction.Balance), s_person);
        var first = new ScriptedCaller()
            .When("menu.main", () => Publish(Hours.With(menu: menu))).On("menu.language", "2");
        await _town.RunAsync(first);
        Assert.Equal(2, first.Heard.Count(id => id == "bal.total_debt"));
        Assert.DoesNotContain("menu.item.balance", first.Heard);

        var second = new ScriptedCaller().On("number/5", "5");
        await _town.RunAsync(second);
        Assert.Contains("menu.item.balance word/press number/5 menu.main.7", second.Transcript);
        Assert.DoesNotContain("menu.main", second.Heard);
        Assert.Equal(2, second.Heard.Count(id => id == "bal.total_debt"));
    }

    [Fact]
    public async Task A_version_begins_at_its_moment_and_not_before()
    {
        var later = Hours.At("2026-11-21T09:00:00Z");
        Publish(Hours.With() with
        {
            Menus =
            [
                new NamedMenu("privolsk", "main",
                [
                    new(1, DateTimeOffset.MinValue, "x", "x", default, Hours.MenuOf(s_person)),
                    new(2, later, "x", "x", default, Hours.MenuOf(new("7", MenuAction.Balance), s_person)),
                ]),
            ],
        });
        var early = Caller("2026-11-21T08:59:59Z");
        await _town.RunAsync(early);
        Assert.DoesNotContain("menu.item.balance", early.Heard);
        var late = Caller("2026-11-21T09:00:00Z");
        await _town.RunAsync(late);
        Assert.Contains("menu.item.balance", late.Heard);
    }

    [Fact]
    public async Task A_holiday_has_a_greeting_of_its_own_and_the_day_after_has_not()
    {
        var menu = new Menu(new Dictionary<LineMode, MenuVariant>
        {
            [LineMode.Open] = MenuDefaults.Open,
            [LineMode.Holiday] = new([new("1", MenuAction.Readings)], "own/holiday", WithoutPerson: true),
        });
        Publish(Hours.With(
            Hours.Of(weekdays: "00:00-24:00", night: null, days: [new(new DateOnly(2026, 11, 4), "День единства", [])]),
            menu));
        var holiday = Caller("2026-11-04T20:59:59Z");
        await _town.RunAsync(holiday);
        Assert.StartsWith("own/holiday greet.open.2 mode.nobody", holiday.Transcript);
        var next = Caller("2026-11-04T21:00:00Z");
        await _town.RunAsync(next);
        Assert.StartsWith("greet.open org/privolsk.to", next.Transcript);
    }

    [Fact]
    public async Task The_night_of_the_clock_change_is_night_twice()
    {
        var menu = new Menu(new Dictionary<LineMode, MenuVariant>
        {
            [LineMode.Open] = MenuDefaults.Open, [LineMode.Night] = new([s_person], "own/night"),
        });
        var book = Hours.With(Hours.Of("Europe/Kyiv", night: "22:00-04:00"), menu);
        Publish(book);
        foreach (var (at, isNight) in new[]
        {
            ("2026-10-25T00:30:00Z", true), ("2026-10-25T01:30:00Z", true), ("2026-10-25T02:00:00Z", false),
        })
        {
            var caller = Caller(at);
            await _town.RunAsync(caller);
            Assert.Equal(isNight, caller.Heard[0] == "own/night");
        }
    }

    [Fact]
    public async Task Announcements_in_force_are_said_after_the_greeting_in_their_order()
    {
        Publish(Hours.With(announcements:
        [
            Said("own/second", place: 2), Said("own/first", place: 1), Said("own/over", until: "2026-11-21T09:00:00Z"),
            Said("own/ahead", from: "2026-11-21T09:00:01Z"), Said("own/other") with { Number = "101" },
        ]));
        var caller = new ScriptedCaller();
        await _town.RunAsync(caller);
        Assert.StartsWith(
            "greet.open org/privolsk.to greet.open.2 own/first own/second bal.total_debt", caller.Transcript);
        Assert.DoesNotContain("own/over", caller.Heard);
        Assert.DoesNotContain("own/ahead", caller.Heard);
        Assert.DoesNotContain("own/other", caller.Heard);
    }

    [Fact]
    public async Task An_announcement_to_houses_is_heard_by_those_houses()
    {
        var house = Guid.CreateVersion7();
        _town.Houses["4406030"] = house;
        _town.Houses["4406032"] = house;
        Publish(Hours.With(announcements: [Said("own/house", place: 1) with { Houses = [house] }, Said("own/all")]));

        var lives = new ScriptedCaller();
        await _town.RunAsync(lives);
        Assert.Contains("greet.open.2 own/house own/all bal.total_debt", lives.Transcript);

        var other = new ScriptedCaller { CallerNumber = "+79370000118" };
        await _town.RunAsync(other);
        Assert.DoesNotContain("own/house", other.Heard);

        var chooses = new ScriptedCaller { CallerNumber = "+79370000031" }.On("cid.match_many.2", "2");
        await _town.RunAsync(chooses);
        Assert.Contains("own/house bal.total_debt", chooses.Transcript);
    }

    [Fact]
    public async Task A_desk_that_is_silent_about_houses_keeps_nobody_waiting()
    {
        _town.Houses["4406030"] = Guid.CreateVersion7();
        Publish(Hours.With(announcements: [Said("own/house") with { Houses = [Guid.CreateVersion7()] }]));
        var caller = new ScriptedCaller();
        await _town.RunAsync(caller);
        Assert.Contains("greet.open.2 bal.total_debt", caller.Transcript);
    }

    [Fact]
    public async Task Keys_lead_where_the_menu_says()
    {
        Publish(Hours.With(menu: Hours.MenuOf(
            new("3", MenuAction.Emergency), new("4", MenuAction.Queue, "emergency", "own/queue"),
            new("5", MenuAction.Announcement, "own/tariffs", "own/about"), s_person)));
        foreach (var (key, line) in new[] { ("3", "emergency"), ("4", "emergency"), ("0", "dispatchers") })
        {
            _town.Joined.Clear();
            var caller = new ScriptedCaller().On("menu.main.7", key);
            await _town.RunAsync(caller);
            Assert.Contains("menu.item.emergency word/press number/3 own/queue word/press number/4", caller.Transcript);
            Assert.Equal([line], _town.Joined);
        }

        var listens = new ScriptedCaller().On("menu.main.7", "5");
        await _town.RunAsync(listens);
        Assert.Contains("menu.main.7 own/tariffs menu.item.emergency", listens.Transcript);
    }

    [Fact]
    public async Task A_message_is_taken_for_the_line_the_menu_names()
    {
        Publish(Hours.With(menu: Hours.MenuOf(new("6", MenuAction.Voicemail, "dispatchers"), s_person)));
        var leaves = new Messenger(new ScriptedCaller().On("menu.main.7", "6"), "+");
        var flow = _town.Flows().Find("100");
        Assert.NotNull(flow);
        await flow(leaves);
        Assert.Equal(["dispatchers"], leaves.Lines);
        Assert.Empty(_town.Joined);
    }

    [Fact]
    public async Task One_number_can_lead_to_another_and_a_circle_of_them_to_a_person()
    {
        var numbers = new[]
        {
            new PublicNumber("100", "privolsk", "a", NumberPurpose.Resident),
            new PublicNumber("101", "privolsk", "b", NumberPurpose.Resident),
            new PublicNumber("112", "privolsk", "a", NumberPurpose.Emergency),
        };
        NamedMenu To(string code, string number) => new("privolsk", code,
        [
            new(1, DateTimeOffset.MinValue, "x", "x", default,
                Hours.MenuOf(new("8", MenuAction.OtherNumber, number, "own/other"), s_person)),
        ]);
        Publish(Hours.With() with { Numbers = numbers, Menus = [To("a", "101"), To("b", "112")] });
        var emergency = new ScriptedCaller().On("own/other", "8").On("own/other", "8");
        await _town.RunAsync(emergency);
        Assert.Contains("em.open", emergency.Heard);
        Assert.Equal([LineNames.Emergency], _town.Joined);

        _town.Joined.Clear();
        Publish(Hours.With() with { Numbers = numbers, Menus = [To("a", "101"), To("b", "100")] });
        var circles = new ScriptedCaller();
        for (var i = 0; i < 10; i++)
        {
            circles.On("own/other", "8");
        }

        await _town.RunAsync(circles);
        Assert.Equal(FlowTable.HopsMax + 1, circles.Heard.Count(id => id == "greet.open"));
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Fact]
    public void A_number_taken_out_of_use_is_answered_by_nobody_and_a_new_one_at_once()
    {
        var flows = _town.Flows();
        Assert.True(flows.Knows("100") && flows.IsEmergency("112") && !flows.Knows("+78462072540"));
        Publish(Hours.With() with
        {
            Numbers =
            [
                new PublicNumber("+78462072540", "privolsk", "main", NumberPurpose.Resident, Language.Ukrainian),
            ],
        });
        Assert.Null(flows.RouteOf("100"));
        Assert.Equal(Language.Ukrainian, flows.RouteOf("+78462072540")?.Language);
    }

    [Fact]
    public void The_book_outlives_a_start_without_a_database()
    {
        var folder = Directory.CreateTempSubdirectory("zhkh-menus").FullName;
        var wave = new WavFile(Pcm16.SampleRate, 1, [.. Enumerable.Range(0, 800).Select(i => (short)(i * 10))]);
        var book = Hours.With(
            Hours.Of(month: Hours.Samara), Hours.MenuOf(s_person with { Text = Own }), Said(Own)) with
        {
            Texts = [new OwnText(Own, "ru", "Привет")],
        };
        Current(folder, PromptLibrary.Empty).Replace(book, [new OwnClip(Own, "ru", wave.ToBytes())]);

        var prompts = PromptLibrary.Empty;
        var after = Current(folder, prompts);
        Assert.Null(after.Fault);
        Assert.Equal(LineMode.ReadingsOnly, after.Book.ModeAt("privolsk", Hours.At("2026-11-20T09:00:00Z")));
        var plan = after.Book.PlanOf(after.Book.Numbers[0], Hours.At("2026-11-21T09:00:00Z"));
        Assert.Equal(Own, plan.Announcements[0].Text);
        Assert.True(prompts.TryFind("ru", Own, out var clip) && clip.Samples.Length == 800);
        Assert.True(prompts.TryFind("uk", Own, out _), "One language is better than silence");
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"numbers\":[],\"schedules\":[],\"menus\":[],\"announcements\":[],\"texts\":[]}")]
    [InlineData("{\"numbers\":[{\"number\":\"100\",\"organisation\":\"o\",\"menu\":\"m\",\"purpose\":\"resident\"}],"
        + "\"schedules\":[],\"menus\":[],\"announcements\":[],\"texts\":[{\"id\":\"own/../../x\",\"language\":\"ru\","
        + "\"text\":\"x\"}]}")]
    [InlineData("{\"numbers\":[{\"number\":\"100\",\"organisation\":\"o\",\"menu\":\"m\",\"purpose\":\"resident\"}],"
        + "\"schedules\":[],\"menus\":[{\"organisation\":\"o\",\"code\":\"m\",\"versions\":[{\"version\":1,"
        + "\"effectiveFrom\":\"2026-01-01T00:00:00Z\",\"why\":\"\",\"by\":\"\","
        + "\"publishedAt\":\"2026-01-01T00:00:00Z\","
        + "\"menu\":{\"variants\":{\"open\":{\"items\":[{\"key\":\"\",\"action\":\"person\"}]}}}}]}],"
        + "\"announcements\":[],\"texts\":[]}")]
    public async Task A_broken_snapshot_answers_as_built_in_and_says_so(string text)
    {
        var folder = Directory.CreateTempSubdirectory("zhkh-menus").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "book.json"), text);
        var menus = Current(folder, PromptLibrary.Empty);
        Assert.NotNull(menus.Fault);
        Assert.Equal(["100", "112"], menus.Book.Numbers.Select(n => n.Number));
        menus.Replace(Hours.With(), []);
        Assert.Null(menus.Fault);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_sound_that_is_gone_is_said_to_health_and_the_rest_works()
    {
        var menus = _town.Menus;
        menus.Replace(Hours.With() with { Texts = [new OwnText(Own, "ru", "x")] }, []);
        Assert.Contains(Own, menus.Fault);
        menus.Refuse("a row means nothing");
        Assert.Equal("a row means nothing", menus.Fault);
        Assert.Equal(2, menus.Book.Numbers.Count);
    }

    private const string Own = "own/0123456789abcdef0123456789abcdef";

    private static CurrentMenus Current(string folder, PromptLibrary prompts) =>
        new(folder, new IvrOptions(), prompts, NullLogger.Instance);

    private static Announcement Said(
        string text, int place = 100, string from = "2026-01-01T00:00:00Z", string? until = null) => new(
        Guid.CreateVersion7(), "privolsk", text, null, [], Hours.At(from), until is null ? null : Hours.At(until),
        place, text);

    private static ScriptedCaller Caller(string at, string phone = "+79370000030") =>
        new() { ArrivedAt = Hours.At(at), CallerNumber = phone };

    private void Publish(MenuBook book) => _town.Menus.Replace(book, []);
}
