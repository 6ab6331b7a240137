namespace Zhkh.Dispatch.Tests;

public sealed class CallbackLifecycleTests
{
    /// <summary>The whole table, written down a second time and by hand: status, move, next.</summary>
    private static readonly string[] Table =
    [
        "Due BeginAttempt Dialling", "Due InboundBegan Dialling", "Due AttemptReached Reached",
        "Due InboundTalked ResolvedByInbound", "Due LegalDuePassed Breached", "Due Drop Dropped",
        "Dialling AttemptReached Reached", "Dialling AttemptFailed Due", "Dialling LeaseExpired Due",
        "Dialling OwnPhoneSilent Due",
        "Dialling InboundTalked ResolvedByInbound",
        "Breached BeginAttempt Dialling", "Breached InboundBegan Dialling", "Breached AttemptReached Reached",
        "Breached InboundTalked ResolvedByInbound", "Breached Drop Dropped",
    ];

    [Fact]
    public void Table_is_exactly_as_written_down()
    {
        var actual =
            from status in Enum.GetValues<CallbackStatus>()
            from move in Enum.GetValues<CallbackMove>()
            let next = CallbackLifecycle.Next(status, move)
            where next is not null
            select $"{status} {move} {next}";
        Assert.Equal(Table.Order(), actual.Order());
    }

    [Fact]
    public void A_closed_callback_allows_nothing_and_every_open_one_allows_something()
    {
        Assert.All(Enum.GetValues<CallbackStatus>(), status => Assert.Equal(
            CallbackLifecycle.IsOpen(status), CallbackLifecycle.Allowed(status).Count > 0));
    }

    [Fact]
    public void A_breached_callback_is_still_to_be_called()
    {
        Assert.True(CallbackLifecycle.IsOpen(CallbackStatus.Breached));
        Assert.Contains(CallbackMove.BeginAttempt, CallbackLifecycle.Allowed(CallbackStatus.Breached));
    }
}
