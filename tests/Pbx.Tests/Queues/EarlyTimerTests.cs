using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Tests.Queues;

/// <summary>
/// Timers and the time of day are two clocks: a timer that is some milliseconds early by the other one loses nothing.
/// </summary>
public sealed class EarlyTimerTests
{
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_lost_console_is_noticed()
    {
        await using var town = Town();
        town.Phones.Register("201");
        town.Desk.ConsoleHeard("201");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        town.Time.Advance(new QueueOptions().ConsoleSilence + Soon);
        await town.UntilAsync(() => !town.RingingFor(call).Any());
        Assert.Equal(AgentState.ConsoleLost, town.Desk.Agent("201").State);
        call.HangUpNow();
        await waiting;
    }

    [Fact]
    public async Task A_phone_that_rested_rings_again()
    {
        await using var town = Town();
        town.Time.EarlyBy = TimeSpan.FromSeconds(2);
        town.Phones.Register("201");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        town.RingOf("201").Refuse(486);
        await town.UntilAsync(() => !town.Desk.Lines.Roster.IsReady("201"));
        // That timer alone is to bring it: nothing else happens until the caller's patience is over.
        await town.UntilAsync(() => town.Phones.Rings.Count == 2, TimeSpan.FromMilliseconds(1));
        call.HangUpNow();
        await waiting;
    }

    [Fact]
    public async Task A_silent_phone_is_tried_again_after_a_minute()
    {
        await using var town = Town();
        var heard = new HeardPhones(town.Phones, town.Time);
        var changes = 0;
        heard.OnChanged = () => Interlocked.Increment(ref changes);
        heard.Ring(new RingRequest("201", null, null, Guid.CreateVersion7()));
        town.RingOf("201").IsHeard = false;
        town.Time.Advance(HeardPhones.Patience);
        await town.UntilAsync(() => Volatile.Read(ref changes) == 1);
        Assert.NotNull(heard.SilentSince("201"));
        town.Time.Advance(HeardPhones.GivenUpFor - Early);
        Assert.Equal(2, changes);
        Assert.Null(heard.SilentSince("201"));   // told and true at once
    }

    [Fact]
    public async Task The_end_of_writing_up_rings_the_next_caller()
    {
        await using var town = Town(Queue.Dispatchers with { WrapUp = TimeSpan.FromSeconds(30), HoldsWrapUp = true });
        town.Phones.Register("201");
        var first = Guid.CreateVersion7();
        Assert.True(town.InUse.TryTake("201", first));
        town.Desk.WritesUp("201", first, "privolsk", "dispatchers");
        town.InUse.Release("201", first);
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        Assert.Empty(town.Phones.Rings);
        town.Time.Advance(TimeSpan.FromSeconds(30) - Early);
        Assert.Equal(["201"], town.RingingFor(call));
        call.HangUpNow();
        await waiting;
    }

    private static QueueTown Town(params Queue[] queues)
    {
        var town = new QueueTown(queues);
        town.Time.EarlyBy = Early;
        return town;
    }
}
