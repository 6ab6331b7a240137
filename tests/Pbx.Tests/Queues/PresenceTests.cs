using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Tests.Queues;

/// <summary>
/// UX §4.4 rule 8: who cannot be reached, or would not see the card, is not free; the reason is to be seen.
/// </summary>
public sealed class PresenceTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Silence = new QueueOptions().ConsoleSilence;

    [Fact]
    public async Task A_console_that_falls_silent_takes_its_phone_out_of_the_queue_and_brings_it_back()
    {
        await using var town = new QueueTown();
        town.Phones.Register("201", "202");
        town.Desk.ConsoleHeard("201");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        for (var beats = 0; beats < 3; beats++)
        {
            town.Time.Advance(Beat);
            town.Desk.ConsoleHeard("201");
        }

        Assert.Equal(["201", "202"], town.RingingFor(call));
        var heard = town.Time.GetUtcNow();
        town.Time.Advance(Silence - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["201", "202"], town.RingingFor(call));

        town.Time.Advance(TimeSpan.FromMilliseconds(1));
        await town.UntilAsync(() => town.RingingFor(call).SequenceEqual(["202"]));
        Assert.Equal((AgentState.ConsoleLost, heard),
            (town.Desk.Agent("201").State, town.Desk.Agent("201").Since));

        town.Desk.ConsoleHeard("201");
        await town.UntilAsync(() => town.RingingFor(call).SequenceEqual(["201", "202"]));
        Assert.Equal(AgentState.Ready, town.Desk.Agent("201").State);
        call.HangUpNow();
        Assert.Equal(WaitEnding.CallerLeft, await waiting);
    }

    [Fact]
    public async Task A_console_known_to_be_gone_is_not_waited_for_again()
    {
        await using var town = new QueueTown();
        town.Phones.Register("201");
        town.Desk.ConsoleGone("201");   // nothing was ever heard of it
        Assert.Equal(AgentState.Ready, town.Desk.Agent("201").State);
        town.Desk.ConsoleHeard("201");
        var waiting = town.JoinAsync(town.Call());
        Assert.Single(town.Phones.Ringing);
        town.Desk.ConsoleGone("201");
        Assert.Empty(town.Phones.Ringing);
        Assert.Equal(town.Time.GetUtcNow() - Silence, town.Desk.Agent("201").Since);
        town.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(WaitEnding.NobodyThere, await waiting);
    }

    [Fact]
    public async Task With_every_console_lost_nobody_is_kept_waiting_and_no_call_is_made_but_an_emergency_rings()
    {
        await using var town = new QueueTown();
        town.Phones.Register("201");
        town.Desk.ConsoleHeard("201");
        town.Time.Advance(Silence);
        Assert.Null(town.Desk.Idle("privolsk", "dispatchers"));
        Assert.Equal(0, Assert.Single(town.Desk.Now("privolsk"), q => q.Code == "dispatchers").Ready);

        var waiting = town.JoinAsync(town.Call());
        Assert.Empty(town.Phones.Ringing);
        town.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(WaitEnding.NobodyThere, await waiting);

        var urgent = town.Call("+79370000031");
        var served = town.JoinAsync(urgent, "emergency");
        Assert.Equal(["201"], town.RingingFor(urgent));
        town.RingOf("201").Answer().HangUp();
        Assert.Equal(WaitEnding.Served, await served);
    }

    [Fact]
    public async Task A_phone_that_comes_anew_owes_nothing_to_the_console_that_was_lost()
    {
        await using var town = new QueueTown();
        town.Phones.Register("201");
        town.Desk.ConsoleHeard("201");
        town.Time.Advance(Silence);
        town.Phones.Unregister("201");
        Assert.Equal(AgentState.Away, town.Desk.Agent("201").State);
        town.Phones.Register("201");
        Assert.Equal(AgentState.Ready, town.Desk.Agent("201").State);

        town.Desk.ConsoleHeard("201");   // closed together with the phone, which then comes without it
        town.Phones.Unregister("201");
        town.Phones.Register("201");
        town.Time.Advance(Silence);
        Assert.Equal(AgentState.Ready, town.Desk.Agent("201").State);
    }

    [Fact]
    public async Task A_console_lost_in_a_call_or_a_pause_is_said_when_that_is_over()
    {
        await using var town = new QueueTown(Queue.Dispatchers with { WrapUp = TimeSpan.Zero });
        town.Phones.Register("201");
        town.Desk.ConsoleHeard("201");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        var leg = town.RingOf("201").Answer();
        await town.UntilAsync(() => town.Desk.Agent("201").State == AgentState.InCall);
        town.Time.Advance(Silence);
        Assert.Equal(AgentState.InCall, town.Desk.Agent("201").State);
        leg.HangUp();
        await waiting;
        Assert.Equal(AgentState.ConsoleLost, town.Desk.Agent("201").State);
        town.Desk.Pause("201", PauseReason.Lunch, null);
        Assert.Equal(AgentState.Paused, town.Desk.Agent("201").State);
    }

    [Fact]
    public async Task A_phone_that_does_not_answer_the_network_is_given_up_until_it_speaks()
    {
        await using var town = new QueueTown();
        var heard = new HeardPhones(town.Phones, town.Time);
        town.Phones.Register("201");
        var changes = 0;
        heard.OnChanged = () => Interlocked.Increment(ref changes);
        heard.Ring(new RingRequest("201", null, null, Guid.CreateVersion7()));
        var ring = town.RingOf("201");
        ring.IsHeard = false;
        town.Time.Advance(HeardPhones.Patience);
        await town.UntilAsync(() => !ring.IsRinging);
        await town.UntilAsync(() => Volatile.Read(ref changes) == 1);
        Assert.Equal(town.Time.GetUtcNow(), heard.SilentSince("201"));

        heard.Heard("201");
        Assert.Null(heard.SilentSince("201"));

        Assert.Equal(2, changes);
        heard.Ring(new RingRequest("201", null, null, Guid.CreateVersion7()));
        var other = town.RingOf("201");
        town.Time.Advance(HeardPhones.Patience);   // it answered 100 and rings on
        Assert.True(other.IsRinging);
        Assert.Null(heard.SilentSince("201"));
    }

    [Fact]
    public async Task A_silent_phone_leaves_the_call_to_the_next_one_and_is_tried_again_after_a_minute()
    {
        await using var town = new QueueTown(Queue.Dispatchers with { Strategy = RingStrategy.RoundRobin })
        {
            WatchesPhones = true,
        };
        town.Restart();
        town.Phones.Register("201", "202");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        Assert.Equal(["201"], town.RingingFor(call));
        town.RingOf("201").IsHeard = false;
        town.Time.Advance(HeardPhones.Patience);
        await town.UntilAsync(() => town.RingingFor(call).SequenceEqual(["202"]));
        Assert.Equal(AgentState.PhoneSilent, town.Desk.Agent("201").State);
        town.Time.Advance(HeardPhones.GivenUpFor);
        Assert.Equal(AgentState.Ready, town.Desk.Agent("201").State);
        call.HangUpNow();
        await waiting;
    }

    [Fact]
    public async Task A_phone_that_answers_the_network_late_is_there_again()
    {
        await using var town = new QueueTown { WatchesPhones = true };
        town.Restart();
        town.Phones.Register("201");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        var ring = town.RingOf("201");
        (ring.IsHeard, ring.IsUnreachable) = (false, true);
        town.Time.Advance(HeardPhones.Patience);
        await town.UntilAsync(() => town.Desk.Agent("201").State == AgentState.PhoneSilent);
        Assert.Single(town.Phones.Rings);

        ring.IsHeard = true;   // 180 at last, our CANCEL, its 487
        ring.Refuse(487);
        await town.UntilAsync(() => town.Desk.Agent("201").State == AgentState.Ready);
        await town.UntilAsync(() => town.Phones.Rings.Count == 2, TimeSpan.FromMilliseconds(10));
        Assert.Equal(["201"], town.RingingFor(call));
        call.HangUpNow();
        await waiting;
    }

    [Fact]
    public async Task An_emergency_rings_a_silent_phone_again_and_is_not_told_that_nobody_is_there()
    {
        await using var town = new QueueTown { WatchesPhones = true };
        town.Restart();
        town.Phones.Register("201");
        var call = town.Call();
        var waiting = town.JoinAsync(call, "emergency");
        (town.RingOf("201").IsHeard, town.RingOf("201").IsUnreachable) = (false, true);
        town.Time.Advance(HeardPhones.Patience);
        await town.UntilAsync(() => town.Desk.Agent("201").State == AgentState.PhoneSilent);
        // Rested, it is tried again, though the first INVITE may still be under way.
        await town.UntilAsync(() => town.Phones.Rings.Count == 2, TimeSpan.FromMilliseconds(10));
        Assert.False(waiting.IsCompleted);
        var leg = town.RingOf("201").Answer();
        await town.UntilAsync(() => town.Desk.Agent("201").State == AgentState.InCall);
        leg.HangUp();
        Assert.Equal(WaitEnding.Served, await waiting);
    }

    [Fact]
    public async Task Of_two_calls_of_a_phone_each_is_written_up_when_nobody_talks_any_more()
    {
        await using var town = new QueueTown(
            Queue.Dispatchers with { WrapUp = TimeSpan.FromSeconds(30) },
            Queue.Emergency with { WrapUp = TimeSpan.FromSeconds(90) });
        town.Phones.Register("201");
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        void Take(Guid call, string queue)
        {
            Assert.True(town.InUse.TryTake("201", call));
            town.Desk.WritesUp("201", call, "privolsk", queue);
        }

        Take(one, "dispatchers");
        Assert.True(town.InUse.TryAskSecond("201", two));
        Take(two, "emergency");
        town.InUse.Release("201", two);
        Assert.Equal((AgentState.InCall, one), (town.Desk.Agent("201").State, town.Desk.Agent("201").CallId));
        Assert.Null(town.Desk.Agent("201").WrapUpUntil);
        town.Time.Advance(TimeSpan.FromMinutes(5));
        town.InUse.Release("201", one);
        Assert.Equal(
            (one, town.Time.GetUtcNow().AddSeconds(30)),
            (town.Desk.Agent("201").CallId, town.Desk.Agent("201").WrapUpUntil));

        town.Time.Advance(TimeSpan.FromSeconds(10));
        Take(one, "dispatchers");
        Assert.True(town.InUse.TryAskSecond("201", two));
        town.InUse.Release("201", one);
        town.InUse.GiveUpSecond("201", two);   // it never came
        Assert.Equal(town.Time.GetUtcNow().AddSeconds(30), town.Desk.Agent("201").WrapUpUntil);
    }

    [Fact]
    public async Task A_call_made_back_is_written_up_before_the_next_one_is_made()
    {
        await using var town = new QueueTown(Queue.Dispatchers with { WrapUp = TimeSpan.FromSeconds(30) });
        town.Phones.Register("201");
        var call = Guid.CreateVersion7();
        Assert.Equal("201", town.Desk.Idle("privolsk", "dispatchers"));
        Assert.True(town.InUse.TryTake("201", call));
        town.Desk.WritesUp("201", call, "privolsk", "dispatchers");
        Assert.Null(town.Desk.Idle("privolsk", "dispatchers"));
        town.InUse.Release("201", call);
        Assert.Equal((AgentState.WrapUp, call), (town.Desk.Agent("201").State, town.Desk.Agent("201").CallId));
        town.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(town.Desk.Idle("privolsk", "dispatchers"));
        town.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("201", town.Desk.Idle("privolsk", "dispatchers"));
    }

    [Fact]
    public async Task Every_change_is_told_to_screens()
    {
        await using var town = new QueueTown();
        var told = 0;
        town.Desk.OnChanged = () => Interlocked.Increment(ref told);
        void Told(Action act)
        {
            var before = Volatile.Read(ref told);
            act();
            Assert.True(Volatile.Read(ref told) > before);
        }

        Told(() => town.Phones.Register("201"));
        var call = town.Call();
        Told(() => _ = town.JoinAsync(call));
        Told(() => town.Desk.Pause("202", PauseReason.Break, null));
        town.Desk.ConsoleHeard("201");
        Told(() => town.Time.Advance(Silence));
        Told(() => town.InUse.TryTake("201", Guid.CreateVersion7()));
    }
}
