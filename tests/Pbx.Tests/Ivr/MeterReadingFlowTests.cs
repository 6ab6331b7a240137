using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Tests.Ivr;

public class MeterReadingFlowTests
{
    private readonly Town _town = new();

    [Fact]
    public async Task A_reading_is_read_back_with_its_consumption_and_stored_once()
    {
        var caller = Reader().On("rd.choose", "1").On("rd.ask", "418#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.Contains("rd.prev number/400 number/12 rd.ask", caller.Transcript);
        Assert.Contains(
            "rd.confirm number/400 number/18 rd.confirm.2 number/6 unit/m3.many rd.confirm.3 rd.ok", caller.Transcript);
        Assert.Equal((Town.ColdMeter, 418m), Assert.Single(_town.Stored).Value);
        Assert.Contains(ServedNames.Reading, caller.Served);
    }

    [Fact]
    public async Task Meters_are_offered_with_service_number_and_key()
    {
        var caller = Reader().On("number/1", "");
        await _town.RunAsync(caller);
        Assert.Contains(
            "rd.choose number/2 unit/meter.few word/service.cold_water rd.choose_item number/0 number/4 number/1 "
            + "number/2 word/press number/1 word/service.hot_water rd.choose_item number/0 number/1 number/1 number/8 "
            + "word/press number/2",
            caller.Transcript);
    }

    [Fact]
    public async Task The_only_meter_is_not_chosen()
    {
        _town.Meters.RemoveAt(1);
        var caller = Reader().On("rd.ask", "418#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.DoesNotContain("rd.choose", caller.Heard);
        Assert.Contains("rd.ok menu.main", caller.Transcript);
        Assert.Single(_town.Stored);
    }

    [Fact]
    public async Task The_next_meter_follows_by_one_key()
    {
        var caller = Reader().On("rd.choose", "2").On("rd.ask", "121#").On("rd.confirm.3", "1")
            .On("rd.ok.2", "1").On("rd.ask", "420#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.Equal(2, _town.Stored.Count);
        Assert.Equal(1, caller.Heard.Count(id => id == "rd.choose"));
    }

    [Fact]
    public async Task An_equal_reading_is_allowed()
    {
        _town.Meters.RemoveAt(1);
        var caller = Reader().On("rd.ask", "412#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.Contains("rd.confirm.2 number/0 unit/m3.many", caller.Transcript);
        Assert.Single(_town.Stored);
    }

    [Fact]
    public async Task A_correction_is_typed_anew()
    {
        _town.Meters.RemoveAt(1);
        var caller = Reader().On("rd.ask", "481#").On("rd.confirm.3", "2").On("rd.ask", "418#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.Equal(418m, Assert.Single(_town.Stored).Value.Value);
    }

    [Fact]
    public async Task Less_than_before_is_asked_again_once()
    {
        _town.Meters.RemoveAt(1);
        var caller = Reader().On("rd.ask", "318#").On("rd.less", "418#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.Contains("rd.ask rd.less rd.confirm", caller.Transcript);
        Assert.Single(_town.Stored);
    }

    [Theory]
    [InlineData("300#")]
    [InlineData("0#")]
    public async Task Less_twice_or_a_changed_meter_goes_to_a_person_and_nothing_is_stored(string second)
    {
        _town.Meters.RemoveAt(1);
        var caller = Reader().On("rd.ask", "318#").On("rd.less", second);
        await _town.RunAsync(caller);
        Assert.EndsWith("rd.less transfer", caller.Transcript);
        Assert.Empty(_town.Stored);
    }

    [Theory]
    [InlineData("1", 1, "rd.ok")]
    [InlineData("3", 0, "transfer")]
    [InlineData("0", 0, "transfer")]
    public async Task Far_too_high_is_stored_only_when_confirmed(string key, int stored, string then)
    {
        _town.Meters.RemoveAt(1);
        _town.Judgements[(Town.ColdMeter, 4180)] = ReadingPlausibility.FarTooHigh;
        var caller = Reader().On("rd.ask", "4180#").On("rd.high", key);
        await _town.RunAsync(caller);
        Assert.Contains($"rd.confirm.2 number/3 unit/thousand.few number/700 number/68 unit/m3.many rd.high {then}",
            caller.Transcript);
        Assert.Equal(stored, _town.Stored.Count);
    }

    [Fact]
    public async Task Silence_after_a_read_back_stores_nothing()
    {
        _town.Meters.RemoveAt(1);
        var caller = Reader().On("rd.ask", "418#");
        await _town.RunAsync(caller);
        Assert.Equal("transfer", caller.Heard[^1]);
        Assert.Empty(_town.Stored);
    }

    [Fact]
    public async Task More_digits_than_the_meter_shows_are_asked_again_and_the_third_time_a_person_comes()
    {
        _town.Meters.RemoveAt(1);
        _town.Judgements[(Town.ColdMeter, 4180000)] = ReadingPlausibility.TooManyDigits;
        var caller = Reader().On("rd.ask", "4180000#").On("rd.ask", "4180000#").On("rd.ask", "4180000#");
        await _town.RunAsync(caller);
        Assert.EndsWith("rd.ask rd.digits rd.ask rd.digits rd.ask transfer", caller.Transcript);
        Assert.Empty(_town.Stored);
    }

    [Fact]
    public async Task An_expired_verification_is_said_and_the_reading_taken()
    {
        _town.Meters.RemoveAt(0);
        _town.Meters[0] = _town.Meters[0] with { VerificationExpiredOn = new DateOnly(2026, 9, 3) };
        var caller = Reader().On("rd.ask", "121#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.Contains(
            "rd.verif_expired number/3.day_gen month/9.gen rd.verif_expired.2 word/service.hot_water rd.prev",
            caller.Transcript);
        Assert.Single(_town.Stored);
    }

    [Fact]
    public async Task Outside_the_window_the_dates_are_said_and_the_reading_taken()
    {
        _town.Meters.RemoveAt(1);
        _town.Meters[0] = _town.Meters[0] with { WindowOpen = false };
        var caller = Reader().On("rd.ask", "418#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.Contains(
            "rd.window_closed number/15.day_gen rd.window_closed.2 number/25.day_acc rd.window_closed.3",
            caller.Transcript);
        Assert.Single(_town.Stored);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_under_the_same_key()
    {
        _town.Meters.RemoveAt(1);
        _town.AnswersLost = 1;
        var caller = Reader().On("rd.ask", "418#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.Equal(2, _town.StoreAttempts);
        Assert.Single(_town.Stored);
        Assert.Contains("rd.ok", caller.Heard);
    }

    [Fact]
    public async Task A_desk_that_is_away_while_storing_leads_to_a_person()
    {
        _town.Meters.RemoveAt(1);
        _town.AnswersLost = 2;
        var caller = Reader().On("rd.ask", "418#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.EndsWith("err.no_data transfer", caller.Transcript);
        Assert.DoesNotContain(ServedNames.Reading, caller.Served);
    }

    [Fact]
    public async Task A_refused_reading_is_not_called_taken()
    {
        _town.Meters.RemoveAt(1);
        _town.StoreRefuses = true;
        var caller = Reader().On("rd.ask", "418#").On("rd.confirm.3", "1");
        await _town.RunAsync(caller);
        Assert.EndsWith("rd.refused transfer", caller.Transcript);
    }

    [Fact]
    public async Task A_second_confirmation_and_a_second_visit_store_nothing_more()
    {
        _town.Meters.RemoveAt(1);
        var caller = Reader().On("rd.ask", "418#").On("rd.confirm.3", "11").On("menu.main", "1");
        await _town.RunAsync(caller);
        Assert.Single(_town.Stored);
        Assert.Equal(1, _town.StoreAttempts);
        Assert.Contains("rd.done", caller.Heard);
    }

    [Fact]
    public async Task One_during_the_greeting_goes_to_the_readings_at_once()
    {
        _town.Meters.RemoveAt(1);
        var caller = new ScriptedCaller { CallerNumber = "+79370000007" }.On("greet.open", "1");
        await _town.RunAsync(caller);
        Assert.StartsWith("greet.open word/service.cold_water rd.prev", caller.Transcript);
    }

    [Fact]
    public async Task An_account_without_meters_returns_to_the_menu()
    {
        _town.Meters.Clear();
        var caller = Reader();
        await _town.RunAsync(caller);
        Assert.Contains("menu.main rd.none menu.main", caller.Transcript);
    }

    [Fact]
    public async Task A_previous_value_with_a_fraction_is_read_digit_by_digit()
    {
        _town.Meters.RemoveAt(1);
        _town.Meters[0] = _town.Meters[0] with { PreviousValue = 412.05m };
        var caller = Reader();
        await _town.RunAsync(caller);
        Assert.Contains("rd.prev number/400 number/12 word/comma number/0 number/5 rd.ask", caller.Transcript);
    }

    private static ScriptedCaller Reader() =>
        new ScriptedCaller { CallerNumber = "+79370000007" }.On("menu.main", "1");
}
