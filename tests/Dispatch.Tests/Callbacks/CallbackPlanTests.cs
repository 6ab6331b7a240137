namespace Zhkh.Dispatch.Tests;

public sealed class CallbackPlanTests
{
    private static readonly DateTimeOffset Arrival = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    internal static readonly CallbackRules Rules = new(
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3),
        TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5), TimeSpan.FromHours(4), 3);

    [Theory]
    [InlineData(60, 180)]      // plenty of time: two minutes later
    [InlineData(420, 540)]     // just reaches the last minute
    [InlineData(480, 540)]     // two minutes later would leave no try before the law's end
    [InlineData(560, 560)]     // inside the last minute: at once
    [InlineData(600, 720)]     // too late for the law: the ordinary pace again
    public void Next_try_keeps_the_last_minute_of_the_law_in_reach(int endedSecond, int nextSecond)
    {
        var next = CallbackPlan.NextTry(Arrival.AddSeconds(endedSecond), Arrival.AddMinutes(10), Rules);
        Assert.Equal(Arrival.AddSeconds(nextSecond), next);
    }

    [Fact]
    public void A_new_callback_wakes_when_one_minute_of_its_own_clock_is_left()
    {
        var callback = New();
        Assert.Equal(Arrival.AddMinutes(4), CallbackPlan.WakeAt(callback, Rules));
    }

    [Fact]
    public void A_callback_in_hand_wakes_when_its_lease_ends()
    {
        var callback = New();
        callback.Move(CallbackMove.BeginAttempt, "dispatcher", null, Arrival.AddMinutes(1), Rules);
        Assert.Equal(Arrival.AddMinutes(4), CallbackPlan.WakeAt(callback, Rules));
        callback.Talking(Arrival.AddMinutes(1.5), Rules);
        Assert.Equal(Arrival.AddMinutes(1.5).AddHours(4), CallbackPlan.WakeAt(callback, Rules));
    }

    [Fact]
    public void A_refused_move_changes_nothing()
    {
        var callback = New();
        Assert.Null(callback.Move(CallbackMove.AttemptFailed, "dispatcher", null, Arrival, Rules));
        Assert.Equal((CallbackStatus.Due, (string?)null), (callback.Status, callback.Operator));
    }

    private static Callback New()
    {
        var callback = new Callback { Id = Guid.NewGuid(), Organisation = "privolsk", Phone = "+79370000030" };
        callback.RunFrom(Arrival, Rules);
        return callback;
    }
}
