using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>What is off at the caller's house, and what they can do about it by keys.</summary>
public sealed class OutageFlowTests
{
    private readonly Town _town = new();

    [Fact]
    public async Task An_outage_comes_first_with_its_reason_and_the_balance_after_it()
    {
        Off(["HotWater"], "2026-11-21T15:30:00Z", "RiserAccident");
        var caller = new ScriptedCaller();
        await _town.RunAsync(caller);
        Assert.Contains(
            "greet.open org/privolsk.to out.your_house word/service.hot_water out.reason.riser_accident "
            + "out.your_house.2 word/until_hour.18 word/minutes_gen.30 greet.open.2 out.callme bal.total_debt",
            caller.Transcript);
        Assert.Contains(ServedNames.Outage, caller.Served);
        Assert.Empty(_town.Wishes);
    }

    [Fact]
    public async Task In_ukrainian_it_is_the_same_sentence()
    {
        Off(["ColdWater", "Sewerage"], "2026-11-21T16:00:00Z", "WaterMainAccident");
        var caller = new ScriptedCaller { CallerNumber = "+380670000184" };
        await _town.RunAsync(caller);
        Assert.Contains(
            "out.your_house word/service.cold_water word/service.drainage out.reason.water_main_accident "
            + "out.your_house.2 word/until_hour.18 greet.open.2", caller.Transcript);
        Assert.All(caller.Languages, language => Assert.Equal(Language.Ukrainian, language));
    }

    [Fact]
    public async Task One_that_ends_tomorrow_says_the_day_and_an_unknown_or_past_term_is_being_clarified()
    {
        Off(["Gas"], "2026-11-22T09:00:00Z");
        Off(["Lift"], null);
        Off(["Heating"], "2026-11-21T08:59:00Z");
        var caller = new ScriptedCaller();
        await _town.RunAsync(caller);
        Assert.Contains("word/until_hour.12 number/22.day_gen month/11.gen", caller.Transcript);
        Assert.Contains("word/service.lift out.unknown_eta", caller.Transcript);
        Assert.Contains("word/service.heating out.unknown_eta", caller.Transcript);
    }

    [Fact]
    public async Task A_planned_one_says_its_day_and_hours()
    {
        Off(["Electricity"], "2026-11-23T12:00:00Z", "PlannedRepair", starts: "2026-11-23T06:00:00Z");
        var caller = new ScriptedCaller();
        await _town.RunAsync(caller);
        Assert.Contains(
            "out.planned word/service.electricity number/23.day_gen month/11.gen out.planned.2 word/until_hour.9 "
            + "out.planned.3 word/until_hour.15 greet.open.2", caller.Transcript);
    }

    [Theory]
    [InlineData("out.callme")]
    [InlineData("out.your_house")]
    public async Task One_asks_for_a_call_when_it_is_back(string pressedAt)
    {
        var outage = Off(["HotWater"], "2026-11-21T15:30:00Z");
        var caller = new ScriptedCaller().On(pressedAt, "1");
        await _town.RunAsync(caller);
        var wish = Assert.Single(_town.Wishes);
        Assert.Equal((outage, "+79370000030", "4406030", Language.Russian, caller.Id),
            (Assert.Single(wish.Outages), wish.Phone, wish.AccountNumber, wish.Language, wish.CallId));
        Assert.Contains("out.callme.ok bal.total_debt", caller.Transcript);
        Assert.Contains(ServedNames.Outage, caller.Served);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    public async Task Two_and_zero_are_a_person(string key)
    {
        Off(["HotWater"], null);
        var caller = new ScriptedCaller().On("out.callme", key);
        await _town.RunAsync(caller);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
        Assert.Empty(_town.Wishes);
        Assert.DoesNotContain("bal.total_debt", caller.Heard);
    }

    [Fact]
    public async Task A_desk_that_loses_the_answer_is_asked_again_and_one_that_is_away_promises_nothing()
    {
        Off(["HotWater"], null);
        _town.WishesLost = 1;
        await _town.RunAsync(new ScriptedCaller().On("out.callme", "1"));
        Assert.Single(_town.Wishes);

        _town.WishesLost = 2;
        var caller = new ScriptedCaller().On("out.callme", "1");
        await _town.RunAsync(caller);
        Assert.Single(_town.Wishes);
        Assert.DoesNotContain("out.callme.ok", caller.Heard);
        Assert.Contains("err.no_data", caller.Heard);
        Assert.Equal([LineNames.Dispatchers], _town.Joined[^1..]);
    }

    [Fact]
    public async Task A_number_nobody_vouches_for_hears_of_it_and_cannot_have_anybody_called()
    {
        Off(["HotWater"], null);
        var caller = new ScriptedCaller { CallerIsAsserted = false }.On("acc.ask", "4406030#");
        await _town.RunAsync(caller);
        Assert.Contains("out.unknown_eta", caller.Heard);
        Assert.DoesNotContain("out.callme", caller.Heard);
    }

    [Fact]
    public async Task Something_without_a_recording_is_not_spoken_of()
    {
        Off(["Teleport"], null);
        var caller = new ScriptedCaller();
        await _town.RunAsync(caller);
        Assert.Contains("greet.open org/privolsk.to greet.open.2 bal.total_debt", caller.Transcript);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0")]
    public async Task An_emergency_from_such_a_house_hears_of_it_and_reaches_a_person_by_any_key_and_by_none(string key)
    {
        Off(["HotWater"], "2026-11-21T15:00:00Z", "HeatMainAccident");
        var caller = new ScriptedCaller { DialledNumber = "112" }.On("out.emergency", key);
        await _town.RunAsync(caller);
        Assert.StartsWith(
            "em.open out.your_house word/service.hot_water out.reason.heat_main_accident out.your_house.2 "
            + "word/until_hour.18 out.emergency", caller.Transcript);
        Assert.Equal([LineNames.Emergency], _town.Joined);
        Assert.Single(caller.Heard, "em.open");
    }

    [Fact]
    public async Task A_key_in_the_middle_of_an_emergency_leads_to_the_line_at_once()
    {
        Off(["HotWater"], "2026-11-21T15:00:00Z");
        var caller = new ScriptedCaller { DialledNumber = "112" }.On("em.open", "0");
        await _town.RunAsync(caller);
        Assert.Equal(["em.open"], caller.Heard);
        Assert.Equal([LineNames.Emergency], _town.Joined);
        Assert.Empty(caller.Served);
    }

    [Theory]
    [InlineData("out.your_house out.your_house.2", true)]
    [InlineData("out.your_house word/service.gas out.unknown_eta", true)]
    [InlineData("out.planned out.planned.2 out.planned.3", true)]
    [InlineData("greet.open out.your_house word/service.gas", false)]
    public void It_was_heard_when_the_term_was_begun(string heard, bool isHeard) =>
        Assert.Equal(isHeard, OutagePhrase.WasHeard(heard.Split(' ')));

    private Guid Off(string[] services, string? until, string? cause = null, string starts = "2026-11-21T06:00:00Z")
    {
        var id = Guid.CreateVersion7();
        _town.Outages.Add(new OutageOnPhone(id, services, DateTimeOffset.Parse(starts),
            until is null ? null : DateTimeOffset.Parse(until), cause));
        return id;
    }
}
