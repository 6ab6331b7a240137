using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Tests.Ivr;

/// <summary>A desk that does not answer in one second: the caller is told and still reaches a person.</summary>
public class SilentDeskTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly Town _town = new();

    [Fact]
    public async Task Billing_that_stays_silent_for_a_second_is_said_and_a_person_comes()
    {
        _town.SubscribersSilent = true;
        var caller = new ScriptedCaller();
        var call = _town.RunAsync(caller);
        _town.Time.Advance(s_second - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        Assert.Empty(caller.Heard);
        _town.Time.Advance(TimeSpan.FromMilliseconds(1));
        await call;
        Assert.Equal("greet.open org/privolsk.to greet.open.2 err.no_data transfer", caller.Transcript);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(NullReferenceException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task Billing_that_fails_in_any_way_is_the_same_without_the_wait(Type fault)
    {
        _town.SubscribersFail = (Exception)Activator.CreateInstance(fault)!;
        var caller = new ScriptedCaller();
        await _town.RunAsync(caller);
        Assert.EndsWith("err.no_data transfer", caller.Transcript);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Fact]
    public async Task An_account_that_cannot_be_looked_up_is_not_called_wrong()
    {
        _town.SubscribersSilent = true;
        var caller = new ScriptedCaller { CallerNumber = null }.On("acc.ask", "4406030#");
        var call = _town.RunAsync(caller);
        _town.Time.Advance(s_second);
        await call;
        Assert.EndsWith("acc.ask err.no_data transfer", caller.Transcript);
    }

    [Fact]
    public async Task A_silent_meter_desk_leads_to_a_person()
    {
        _town.MetersSilent = true;
        var caller = new ScriptedCaller().On("menu.main", "1");
        var call = _town.RunAsync(caller);
        _town.Time.Advance(s_second);
        await call;
        Assert.EndsWith("err.no_data transfer", caller.Transcript);
    }

    [Fact]
    public async Task A_silent_outage_desk_does_not_keep_the_balance_back()
    {
        _town.OutagesSilent = true;
        var caller = new ScriptedCaller();
        var call = _town.RunAsync(caller);
        _town.Time.Advance(s_second);
        await call;
        Assert.Contains("bal.total_debt", caller.Heard);
        Assert.DoesNotContain("err.no_data", caller.Heard);
    }

    [Fact]
    public async Task A_person_asked_for_in_the_greeting_comes_also_when_billing_is_silent()
    {
        _town.SubscribersFail = new IOException();
        var caller = new ScriptedCaller().On("greet.open", "0");
        await _town.RunAsync(caller);
        Assert.Equal("greet.open transfer", caller.Transcript);
        Assert.Equal([LineNames.Dispatchers], _town.Joined);
    }

    [Fact]
    public async Task An_emergency_waits_a_fifth_of_a_second_at_most()
    {
        _town.SubscribersSilent = true;
        var caller = new ScriptedCaller { DialledNumber = "112" };
        var call = _town.RunAsync(caller);
        _town.Time.Advance(TimeSpan.FromMilliseconds(200));
        await call;
        Assert.Equal("em.open", caller.Transcript);
        Assert.Equal([LineNames.Emergency], _town.Joined);
    }

    [Fact]
    public async Task An_emergency_goes_straight_to_its_line_in_the_callers_language()
    {
        var caller = new ScriptedCaller { DialledNumber = "112", CallerNumber = "+380670000184" };
        await _town.RunAsync(caller);
        Assert.Equal("em.open", caller.Transcript);
        Assert.Equal(Zhkh.Pbx.Calls.Language.Ukrainian, caller.Languages[0]);
        Assert.Equal("5506184", caller.Context.AccountNumber);
        Assert.Equal([LineNames.Emergency], _town.Joined);
    }
}
