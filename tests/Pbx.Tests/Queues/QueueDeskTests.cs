using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Tests.Queues;

public sealed class QueueDeskTests
{
    private static readonly Queue OneByOne = new("dispatchers")
    {
        Name = "x", Strategy = RingStrategy.LongestIdle, RingTime = TimeSpan.FromSeconds(15),
    };

    [Fact]
    public async Task One_by_one_the_longest_idle_rings_and_a_silent_phone_passes_the_call_on()
    {
        await using var town = new QueueTown(OneByOne);
        town.Phones.Register("201", "202");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        var first = Assert.Single(town.RingingFor(call));

        town.Time.Advance(TimeSpan.FromSeconds(15));
        await town.UntilAsync(() => town.RingingFor(call).Any());
        var second = Assert.Single(town.RingingFor(call));
        Assert.NotEqual(first, second);

        town.RingOf(second).Answer().HangUp();
        Assert.Equal(WaitEnding.Served, await waiting);
    }

    [Fact]
    public async Task Two_callers_ring_two_phones_at_once()
    {
        await using var town = new QueueTown(OneByOne);
        town.Phones.Register("201", "202", "203");
        var (one, two) = (town.Call(), town.Call("+79370000031"));
        var waiting = new[] { town.JoinAsync(one), town.JoinAsync(two) };
        Assert.NotEqual(Assert.Single(town.RingingFor(one)), Assert.Single(town.RingingFor(two)));

        town.RingOf(town.RingingFor(two).Single()).Answer().HangUp();
        town.RingOf(town.RingingFor(one).Single()).Answer().HangUp();
        Assert.Equal([WaitEnding.Served, WaitEnding.Served], await Task.WhenAll(waiting));
    }

    [Fact]
    public async Task Who_lacks_the_skill_or_its_level_or_the_language_is_not_rung_and_penalties_widen()
    {
        await using var town = new QueueTown();
        town.Desk.Replace(new QueueSet(
            [
                OneByOne with
                {
                    Skills = [new("lifts", 2)], Language = Language.Ukrainian,
                    Members = [new("201"), new("202"), new("203"), new("204", 5), new("206")],
                },
            ],
            [
                new("201", "", [], [Language.Ukrainian]), new("202", "", [new("lifts", 9)], [Language.Russian]),
                new("203", "", [new("lifts", 2)], []),
                new("204", "", [new("lifts", 5), new("gas")], [Language.Ukrainian]),
                new("205", "", [new("lifts", 9)], []), new("206", "", [new("lifts")], []),
            ]));
        town.Phones.Register("201", "202", "203", "204", "205", "206");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        Assert.Equal("203", Assert.Single(town.RingingFor(call)));
        town.RingOf("203").Refuse(486);
        await town.UntilAsync(() => town.RingingFor(call).Contains("204"));
        town.RingOf("204").Answer().HangUp();
        Assert.Equal(WaitEnding.Served, await waiting);
    }

    [Fact]
    public async Task Of_two_who_can_the_better_one_is_asked_first()
    {
        await using var town = new QueueTown();
        town.Desk.Replace(new QueueSet(
            [OneByOne with { Skills = [new("lifts"), new("gas", 2)] }],
            [
                new("201", "", [new("lifts", 3), new("gas", 2)], []),
                new("202", "", [new("lifts", 2), new("gas", 9)], []),
                new("203", "", [new("lifts", 9), new("gas")], []),
            ]));
        town.Phones.Register("201", "202", "203");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        Assert.Equal("202", Assert.Single(town.RingingFor(call)));
        town.RingOf("202").Refuse(486);
        await town.UntilAsync(() => town.RingingFor(call).Contains("201"));
        town.RingOf("201").Answer().HangUp();
        Assert.Equal(WaitEnding.Served, await waiting);
    }

    [Fact]
    public async Task Wrap_up_that_holds_keeps_callers_away_until_it_ends_early_but_not_an_emergency()
    {
        await using var town = new QueueTown(OneByOne with { HoldsWrapUp = true });
        town.Phones.Register("201");
        var first = town.JoinAsync(town.Call());
        town.RingOf("201").Answer().HangUp();
        await first;
        await town.UntilAsync(() => town.Desk.Agent("201").State == AgentState.WrapUp);
        Assert.Equal(town.Time.GetUtcNow().AddSeconds(30), town.Desk.Agent("201").WrapUpUntil);

        var ordinary = town.Call("+79370000031");
        var waits = town.JoinAsync(ordinary);
        Assert.Empty(town.Phones.Ringing);
        var urgent = town.Call("+79370000118");
        var urgentWaits = town.JoinAsync(urgent, "emergency");
        Assert.Equal("201", Assert.Single(town.RingingFor(urgent)));
        urgent.HangUpNow();
        await urgentWaits;
        Assert.Empty(town.Phones.Ringing);

        town.Desk.EndWrapUp("201");
        Assert.Equal("201", Assert.Single(town.RingingFor(ordinary)));
        town.RingOf("201").Answer().HangUp();
        await waits;
    }

    [Fact]
    public async Task Wrap_up_ends_by_itself()
    {
        await using var town = new QueueTown(OneByOne with { HoldsWrapUp = true });
        town.Phones.Register("201");
        var first = town.JoinAsync(town.Call());
        town.RingOf("201").Answer().HangUp();
        await first;
        await town.UntilAsync(() => town.Desk.Agent("201").State == AgentState.WrapUp);
        var call = town.Call("+79370000031");
        var waits = town.JoinAsync(call);
        town.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(town.RingingFor(call));
        town.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("201", Assert.Single(town.RingingFor(call)));
        town.RingOf("201").Answer().HangUp();
        await waits;
    }

    [Fact]
    public async Task A_pause_stops_the_ringing_phone_and_outlives_a_restart()
    {
        await using var town = new QueueTown();
        town.Phones.Register("201", "202");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        town.Desk.Pause("201", PauseReason.Other, "к директору");
        Assert.Equal("202", Assert.Single(town.RingingFor(call)));
        town.RingOf("202").Answer().HangUp();
        await waiting;

        town.Restart();
        var agent = town.Desk.Agent("201");
        Assert.Equal((AgentState.Paused, PauseReason.Other, "к директору"),
            (agent.State, agent.PauseReason, agent.PauseText));
        town.Desk.Resume("201");
        Assert.Equal(AgentState.Ready, town.Desk.Agent("201").State);
    }

    [Fact]
    public async Task When_everybody_is_paused_nobody_is_kept_waiting_for_them()
    {
        await using var town = new QueueTown();
        town.Phones.Register("201");
        town.Desk.Pause("201", PauseReason.Lunch, null);
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        Assert.Equal("q.wait", call.Heard[0]);   // not that an operator is almost free
        town.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(WaitEnding.NobodyThere, await waiting);
    }

    [Fact]
    public async Task Who_calls_again_within_ten_minutes_goes_before_those_who_wait_but_not_before_an_emergency()
    {
        await using var town = new QueueTown(OneByOne);
        var lost = town.Call();
        var left = town.JoinAsync(lost);
        lost.HangUpNow();
        await left;
        var (other, again) = (town.Call("+79370000031"), town.Call());
        var waiting = new List<Task> { town.JoinAsync(other) };
        town.Time.Advance(TimeSpan.FromSeconds(5));
        waiting.Add(town.JoinAsync(again));
        var urgent = town.Call("+79370000118");
        waiting.Add(town.JoinAsync(urgent, "emergency"));

        town.Phones.Register("201");
        foreach (var next in new[] { urgent, again, other })
        {
            await town.UntilAsync(() => town.RingingFor(next).Any());
            Assert.Single(town.Phones.Ringing);
            town.RingOf("201").Answer().HangUp();
            await town.UntilAsync(() => next.TalkingTo is not null && town.InUse.CallOf("201") is null);
        }

        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task After_ten_minutes_or_after_a_talk_a_call_is_a_new_one()
    {
        await using var town = new QueueTown(OneByOne);
        var lost = town.Call();
        var left = town.JoinAsync(lost);
        lost.HangUpNow();
        await left;
        town.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        var (first, late) = (town.Call("+79370000031"), town.Call());
        var waits = new[] { town.JoinAsync(first), town.JoinAsync(late) };
        town.Phones.Register("201");
        Assert.Equal("201", Assert.Single(town.RingingFor(first)));
        first.HangUpNow();
        late.HangUpNow();
        await Task.WhenAll(waits);
    }

    [Theory]
    [InlineData('1', WaitEnding.WantsCallback)]
    [InlineData('2', WaitEnding.WantsMessage)]
    [InlineData('9', WaitEnding.WantsEmergency)]
    public async Task A_key_that_was_named_ends_the_wait(char key, WaitEnding expected)
    {
        await using var town = new QueueTown(Queue.Dispatchers);
        town.Phones.Register("201");
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        await town.UntilAsync(() => call.Heard.Contains("q.emergency"), TimeSpan.FromSeconds(0.5));
        Assert.Contains("q.callback", call.Heard);
        call.Press('5');
        call.Press(key);
        Assert.Equal(expected, await waiting);
    }

    [Fact]
    public async Task Who_withheld_the_number_is_offered_a_message_and_no_call()
    {
        await using var town = new QueueTown(Queue.Dispatchers);
        town.Phones.Register("201");
        var call = town.Call(phone: null);
        var waiting = town.JoinAsync(call);
        await town.UntilAsync(() => call.Heard.Contains("q.message"), TimeSpan.FromSeconds(0.5));
        Assert.DoesNotContain("q.callback", call.Heard);
        call.Press('1');
        call.Press('2');
        Assert.Equal(WaitEnding.WantsMessage, await waiting);
    }

    [Fact]
    public async Task The_place_and_the_wait_are_told_in_words_once_they_are_known()
    {
        await using var town = new QueueTown(Queue.Dispatchers);
        town.Phones.Register("201");
        for (var i = 0; i < 3; i++)
        {
            var served = town.JoinAsync(town.Call($"+7937000010{i}"));
            town.Time.Advance(TimeSpan.FromSeconds(40));
            await town.UntilAsync(() => town.Phones.Ringing.Any());
            town.RingOf("201").Answer().HangUp();
            await served;
        }

        Assert.True(town.InUse.TryTake("201", Guid.NewGuid()));
        var calls = Enumerable.Range(0, 3).Select(i => town.Call($"+7937000020{i}")).ToList();
        var waiting = calls.Select(c => town.JoinAsync(c)).ToList();
        Assert.Equal("q.next", calls[0].Heard[0]);
        Assert.Equal(["q.pos", "number/3", "q.pos.2", "word/minutes_gen.2"], calls[2].Heard.Take(4));
        calls.ForEach(c => c.HangUpNow());
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task An_idle_phone_is_lent_for_a_call_out_only_when_nobody_waits_for_it()
    {
        await using var town = new QueueTown(Queue.Dispatchers with { Members = [new("201"), new("202")] });
        Assert.Null(town.Desk.Idle("privolsk", "dispatchers"));
        town.Phones.Register("201", "202", "203");
        Assert.Equal("201", town.Desk.Idle("privolsk", "dispatchers"));
        town.Time.Advance(TimeSpan.FromSeconds(1));
        town.Desk.TookTurn("201");
        Assert.Equal("202", town.Desk.Idle("privolsk", "dispatchers"));
        town.Desk.Pause("202", PauseReason.Lunch, null);
        Assert.Equal("201", town.Desk.Idle("privolsk", "dispatchers"));
        var call = town.Call();
        var waiting = town.JoinAsync(call);
        Assert.Null(town.Desk.Idle("privolsk", "dispatchers"));
        call.HangUpNow();
        await waiting;
    }

    [Fact]
    public async Task Settings_outlive_a_restart_without_a_database()
    {
        await using var town = new QueueTown(OneByOne with
        {
            Organisation = "privolsk", Skills = [new("gas", 2)], Members = [new("201", 3)],
            Overflow = [OverflowStep.ToQueue("emergency"), OverflowStep.Voicemail],
        });
        town.Restart();
        var queue = town.Desk.Settings.Find("privolsk", "dispatchers");
        Assert.Equal((RingStrategy.LongestIdle, TimeSpan.FromSeconds(15)), (queue.Strategy, queue.RingTime));
        Assert.Equal([new QueueMember("201", 3)], queue.Members);
        Assert.Equal(["queue:emergency", "voicemail"], queue.Overflow.Select(s => s.ToString()));
        Assert.Equal(Queue.Dispatchers, town.Desk.Settings.Find("khmelnytske", "no-such"));
    }

    [Fact]
    public async Task The_clock_leads_from_queue_to_queue_and_at_last_to_the_promise()
    {
        await using var town = new QueueTown(
            Queue.Dispatchers with
            {
                Patience = TimeSpan.FromSeconds(60), Members = [new("201")],
                Overflow = [OverflowStep.ToQueue("second"), OverflowStep.Callback],
            },
            new Queue("second") { Name = "x", Members = [new("205")] });
        town.Phones.Register("201", "205");
        var call = town.Call();
        var transfer = new PersonTransfer(town.Desk.Lines, town.Ivr, town.Time, NullLogger.Instance)
            .RunAsync(call, "dispatchers");
        Assert.Equal("201", Assert.Single(town.RingingFor(call)));
        town.Time.Advance(TimeSpan.FromSeconds(60));
        await town.UntilAsync(() => town.RingingFor(call).Contains("205"));
        Assert.DoesNotContain("201", town.RingingFor(call));

        town.Time.Advance(TimeSpan.FromSeconds(224));
        Assert.False(transfer.IsCompleted);
        town.Time.Advance(TimeSpan.FromSeconds(1));
        await town.UntilAsync(() => transfer.IsCompleted, TimeSpan.FromMilliseconds(1));
        Assert.Equal(["cb.taken", "word/until_hour.12", "word/minutes_gen.10", "cb.taken.2"], call.Heard.TakeLast(4));
        Assert.IsType<CallEnding.NobodyThere>(CallEnding.OfHangUp(call.Story.Record, isByCaller: false));
    }

    [Fact]
    public async Task A_full_queue_leads_on_at_once()
    {
        await using var town = new QueueTown(Queue.Dispatchers with { WaitingMax = 1 });
        town.Phones.Register("201");
        var (first, second) = (town.Call(), town.Call("+79370000031"));
        var waits = town.JoinAsync(first);
        await new PersonTransfer(town.Desk.Lines, town.Ivr, town.Time, NullLogger.Instance)
            .RunAsync(second, "dispatchers");
        Assert.Equal("cb.taken", second.Heard[0]);
        first.HangUpNow();
        await waits;
    }
}
