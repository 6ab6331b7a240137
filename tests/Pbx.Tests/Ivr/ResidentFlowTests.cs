using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Tests.Ivr;

public class ResidentFlowTests
{
    private const string Debt8412Rubles60 =
        "bal.total_debt month/10 bal.total_debt.2 number/8 unit/thousand.many number/400 number/12 unit/ruble.many "
        + "number/60 unit/kopeck.many";

    private readonly Town _town = new();

    [Fact]
    public async Task A_known_caller_hears_the_balance_without_pressing_a_key()
    {
        var caller = new ScriptedCaller();
        await _town.RunAsync(caller);
        Assert.StartsWith($"greet.open org/privolsk.to greet.open.2 {Debt8412Rubles60} menu.main ", caller.Transcript);
        Assert.Equal([ServedNames.Balance], caller.Served);
        Assert.Equal("4406030", caller.Context.AccountNumber);
        Assert.EndsWith(" bye", caller.Transcript);
        Assert.Empty(_town.Joined);
    }

    [Fact]
    public async Task Silence_in_the_menu_repeats_it_once_and_then_says_goodbye()
    {
        var caller = new ScriptedCaller();
        await _town.RunAsync(caller);
        Assert.Equal(2, caller.Heard.Count(id => id == "menu.main"));
    }

    [Theory]
    [InlineData("+79370000118", "bal.overpay number/200 number/50")]
    [InlineData("+79370000118", "number/0 unit/kopeck.many bal.overpay.2")]
    [InlineData("+79370000007", "greet.open.2 bal.zero menu.main")]
    public async Task Overpaid_and_even_accounts_hear_their_own_sentences(string phone, string expected)
    {
        var caller = new ScriptedCaller { CallerNumber = phone };
        await _town.RunAsync(caller);
        Assert.Contains(expected, caller.Transcript);
        Assert.DoesNotContain("word/minus", caller.Transcript);
    }

    [Fact]
    public async Task A_ukrainian_account_is_served_in_ukrainian_and_in_the_name_of_its_organisation()
    {
        var caller = new ScriptedCaller { CallerNumber = "+380670000184" };
        await _town.RunAsync(caller);
        Assert.All(caller.Languages, language => Assert.Equal(Language.Ukrainian, language));
        Assert.Contains("org/khmelnytske.to", caller.Heard);
        Assert.Contains(
            "number/1.f unit/thousand.one number/200 number/34 unit/hryvnia.few number/56 unit/kopeck.many",
            caller.Transcript);
        Assert.Equal("khmelnytske", caller.Context.Organisation);
    }

    [Theory]
    [InlineData("1", "bal.zero", "4406031")]
    [InlineData("2", "number/100 number/23 unit/ruble.few", "4406032")]
    public async Task One_phone_with_two_flats_is_asked_which(string key, string balance, string account)
    {
        var caller = new ScriptedCaller { CallerNumber = "+79370000031" }.On("cid.match_many.2", key);
        await _town.RunAsync(caller);
        Assert.Contains(
            "cid.match_many number/2 unit/account.few cid.item number/6 number/0 number/3 number/1 word/press number/1",
            caller.Transcript);
        Assert.Contains(balance, caller.Transcript);
        Assert.Equal(account, caller.Context.AccountNumber);
    }

    [Fact]
    public async Task A_flat_is_never_guessed()
    {
        var caller = new ScriptedCaller { CallerNumber = "+79370000031" }.On("greet.open", "1");
        await _town.RunAsync(caller);
        Assert.DoesNotContain(caller.Heard, id => id.StartsWith("bal.", StringComparison.Ordinal));
        Assert.Null(caller.Context.AccountNumber);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Theory]
    [InlineData("4406030#")]
    [InlineData("4406030")]
    public async Task An_unknown_caller_types_the_account(string keys)
    {
        var caller = new ScriptedCaller { CallerNumber = "+79379999999" }.On("acc.ask", keys);
        await _town.RunAsync(caller);
        Assert.Contains($"greet.open.2 acc.ask {Debt8412Rubles60}", caller.Transcript);
        Assert.Equal([ServedNames.Balance], caller.Served);
    }

    [Theory]
    [InlineData("2", "4406030#")]
    [InlineData("4", "")]
    public async Task Keys_pressed_during_the_greeting_are_not_lost(string first, string then)
    {
        var caller = new ScriptedCaller { CallerNumber = "+79379999999" }
            .On("greet.open", first == "4" ? "4406030#" : first).On("acc.ask", then);
        await _town.RunAsync(caller);
        Assert.Contains(Debt8412Rubles60, caller.Transcript);
    }

    [Fact]
    public async Task A_wrong_account_is_asked_again_and_the_third_goes_to_a_person()
    {
        var caller = new ScriptedCaller { CallerNumber = null }
            .On("acc.ask", "111#").On("acc.ask", "222#").On("acc.ask", "333#");
        await _town.RunAsync(caller);
        Assert.EndsWith("acc.ask acc.not_found acc.ask acc.not_found acc.ask acc.too_many", caller.Transcript);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Fact]
    public async Task A_right_account_after_two_wrong_ones_is_served()
    {
        var caller = new ScriptedCaller { CallerNumber = null }
            .On("acc.ask", "111#").On("acc.ask", "222#").On("acc.ask", "4406118#");
        await _town.RunAsync(caller);
        Assert.Contains("bal.overpay", caller.Heard);
    }

    [Fact]
    public async Task Silence_instead_of_an_account_leads_to_a_person()
    {
        var caller = new ScriptedCaller { CallerNumber = "+79379999999" };
        await _town.RunAsync(caller);
        Assert.EndsWith("acc.ask acc.ask acc.ask acc.too_many", caller.Transcript);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Fact]
    public async Task A_star_in_a_number_asks_anew_without_a_failure()
    {
        var caller = new ScriptedCaller { CallerNumber = null }
            .On("acc.ask", "44*").On("acc.ask", "*").On("acc.ask", "*").On("acc.ask", "*").On("acc.ask", "4406030#");
        await _town.RunAsync(caller);
        Assert.Contains("bal.total_debt", caller.Heard);
    }

    [Theory]
    [InlineData("greet.open")]
    [InlineData("bal.total_debt.2")]
    [InlineData("menu.main")]
    public async Task Zero_is_a_person_at_any_moment(string prompt)
    {
        var caller = new ScriptedCaller().On(prompt, "0");
        await _town.RunAsync(caller);
        Assert.Equal("transfer", caller.Heard[^1]);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Theory]
    [InlineData("0#")]
    [InlineData("0")]
    public async Task A_lone_zero_instead_of_a_number_is_a_person(string keys)
    {
        var caller = new ScriptedCaller { CallerNumber = null }.On("acc.ask", keys);
        await _town.RunAsync(caller);
        Assert.EndsWith("acc.ask transfer", caller.Transcript);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Fact]
    public async Task A_star_repeats_the_menu()
    {
        var caller = new ScriptedCaller().On("menu.main", "*").On("menu.main", "2");
        await _town.RunAsync(caller);
        Assert.Equal(2, caller.Heard.Count(id => id == "bal.total_debt"));
        Assert.DoesNotContain("err.again", caller.Heard);
    }

    [Fact]
    public async Task Three_wrong_keys_lead_to_a_person()
    {
        var caller = new ScriptedCaller().On("menu.main", "7").On("menu.main", "5").On("menu.main", "8");
        await _town.RunAsync(caller);
        Assert.EndsWith("menu.main err.again menu.main err.again menu.main transfer", caller.Transcript);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Fact]
    public async Task A_key_stops_the_balance_and_is_the_choice()
    {
        var caller = new ScriptedCaller().On("bal.total_debt", "1");
        await _town.RunAsync(caller);
        Assert.Contains("greet.open.2 bal.total_debt rd.choose", caller.Transcript);
        Assert.Empty(caller.Served);
    }

    [Fact]
    public async Task Nine_switches_the_language()
    {
        var caller = new ScriptedCaller().On("menu.language", "9");
        await _town.RunAsync(caller);
        Assert.Equal(Language.Russian, caller.Languages[0]);
        Assert.Equal(Language.Ukrainian, caller.Languages[^1]);
    }

    [Fact]
    public async Task Only_what_works_is_offered()
    {
        var caller = new ScriptedCaller();
        await _town.RunAsync(caller);
        Assert.Contains("menu.main menu.main.2 menu.main.7 menu.language", caller.Transcript);
        Assert.DoesNotContain("menu.main.3", caller.Heard);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("+79370000030")]
    public async Task A_caller_no_trunk_vouches_for_never_hears_a_balance(string? phone)
    {
        var caller = new ScriptedCaller { CallerNumber = phone, CallerIsAsserted = false }
            .On("acc.ask", "4406030#").On("menu.main", "2");
        await _town.RunAsync(caller);
        Assert.Empty(_town.PhonesAsked);
        Assert.Equal(2, caller.Heard.Count(id => id == "bal.private"));
        Assert.DoesNotContain(caller.Heard, id => id.StartsWith("unit/", StringComparison.Ordinal));
        Assert.Empty(caller.Served);
    }

    [Fact]
    public async Task Hanging_up_in_the_balance_ends_the_flow_by_cancellation()
    {
        var caller = new ScriptedCaller().HangsUpAt("bal.total_debt.2");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _town.RunAsync(caller));
        Assert.Empty(caller.Served);
        Assert.Empty(_town.Joined);
    }

    [Fact]
    public async Task A_stuck_star_does_not_keep_the_robot_talking_for_ever()
    {
        var caller = new ScriptedCaller();
        for (var i = 0; i < 100; i++)
        {
            caller.On("menu.main", "*");
        }

        await _town.RunAsync(caller);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Fact]
    public void A_number_nobody_answers_has_no_flow() => Assert.Null(_town.Flows().Find("201"));

    [Fact]
    public async Task When_nobody_comes_a_callback_is_promised_by_the_clock_of_the_town()
    {
        _town.Ending = WaitEnding.NobodyThere;
        var caller = new ScriptedCaller { CallerNumber = "+79379999999" }.On("acc.ask", "0");
        await _town.RunAsync(caller);
        // Arrived at 12:00 in Volgograd; ten minutes by law.
        Assert.EndsWith("transfer cb.taken word/until_hour.12 word/minutes_gen.10 cb.taken.2", caller.Transcript);
    }

    [Fact]
    public async Task A_time_that_is_over_is_not_promised()
    {
        _town.Ending = WaitEnding.NobodyThere;
        _town.Time.Advance(TimeSpan.FromMinutes(9));
        var caller = new ScriptedCaller().On("menu.main", "0");
        await _town.RunAsync(caller);
        Assert.EndsWith("transfer cb.soon", caller.Transcript);
    }

    [Fact]
    public async Task A_withheld_number_is_not_promised_a_callback()
    {
        _town.Ending = WaitEnding.NobodyThere;
        var caller = new ScriptedCaller { CallerNumber = null }.On("acc.ask", "0");
        await _town.RunAsync(caller);
        Assert.EndsWith("transfer q.later", caller.Transcript);
    }
}
