using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Queues;
using Zhkh.Pbx.Tests.Calls;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Queues;

public sealed class WaitingLinesTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly FakePhones _phones = new();
    private readonly PhonesInUse _inUse = new();
    private readonly CallJournal _journal = CallJournal.Open(
        new ModelDisk(), new CallRecords(1000), new JournalOptions(), TimeProvider.System, NullLogger.Instance);

    private readonly WaitingLines _lines;

    public WaitingLinesTests() => _lines = new WaitingLines(
        _phones, _inUse, new QueueOptions(), _time, words: new QueuePhrase(new IvrOptions(), _time).Words);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    [Fact]
    public async Task All_free_phones_ring_and_the_first_answer_gets_the_call()
    {
        _phones.Register("201", "202", "203");
        var call = Call();
        var waiting = Join(call);
        Assert.Equal(["201", "202", "203"], _phones.Ringing.Select(r => r.Request.Extension).Order());
        Assert.Equal(LiveState.Ringing, LiveCall.Of(call.Story.Record, true).State);

        var leg = Ring("202").Answer();
        await Until(() => call.TalkingTo is not null);
        Assert.Same(leg, call.TalkingTo);
        Assert.Empty(_phones.Ringing);
        Assert.All(
            _phones.Rings.Where(r => r.Request.Extension != "202"), r => Assert.True(r.WasCancelledAsElsewhere));
        Assert.Equal("202", call.Story.Record.Extension);
        Assert.NotNull(call.Story.Record.HumanAnsweredAt);

        leg.HangUp();
        Assert.Equal(WaitEnding.Served, await waiting);
        Assert.Equal(CallOutcome.Answered, CallEnding.OfHangUp(call.Story.Record, isByCaller: false).Outcome);
    }

    [Fact]
    public async Task Keys_pressed_before_and_in_the_line_leave_no_word_unsaid()
    {
        var call = Call();
        call.KeysWaiting = 2;
        var waiting = _lines.JoinAsync(call, "dispatchers", [new Prompt("transfer")], CancellationToken.None);
        Assert.Equal("transfer", call.Heard[0]);
        call.KeysWaiting = 1;
        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(WaitEnding.NobodyThere, await waiting);
        Assert.True(await call.PlayAsync(new Prompt("cb.taken")), "the promise of a callback was not spoken");
    }

    [Fact]
    public async Task Two_phones_that_answer_at_once_do_not_both_get_the_caller()
    {
        _phones.Register("201", "202");
        var call = Call();
        var waiting = Join(call);
        FakeLeg[] legs = [Ring("201").Answer(), Ring("202").Answer()];

        await Until(() => legs.Count(l => l.Ended.IsCancellationRequested) == 1 && call.TalkingTo is not null);
        var winner = legs.Single(l => !l.Ended.IsCancellationRequested);
        Assert.Same(winner, call.TalkingTo);
        Assert.Equal(CallReasons.AnsweredElsewhere, legs.Single(l => l != winner).Reason);
        winner.HangUp();
        await waiting;
    }

    [Fact]
    public async Task A_caller_who_hangs_up_stops_the_phones()
    {
        _phones.Register("201");
        var call = Call();
        var waiting = Join(call);
        call.HangUpNow();

        Assert.Equal(WaitEnding.CallerLeft, await waiting);
        Assert.False(Assert.Single(_phones.Rings).WasCancelledAsElsewhere);
        Assert.Equal(0, _lines.Waiting);
        Assert.IsType<CallEnding.LeftTheLine>(CallEnding.OfHangUp(call.Story.Record, isByCaller: true));
    }

    [Fact]
    public async Task Patience_is_counted_from_the_calls_arrival_not_from_joining()
    {
        _phones.Register("201");
        var call = Call();
        _time.Advance(TimeSpan.FromSeconds(100));
        var waiting = Join(call);
        _time.Advance(TimeSpan.FromSeconds(184));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(WaitEnding.NobodyThere, await waiting);
        Assert.False(Ring("201").IsRinging);
        Assert.IsType<CallEnding.NobodyThere>(CallEnding.OfHangUp(call.Story.Record, isByCaller: false));
    }

    [Fact]
    public async Task With_no_phone_registered_nobody_is_kept_waiting_long()
    {
        var waiting = Join(Call());
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(WaitEnding.NobodyThere, await waiting);
    }

    [Fact]
    public async Task A_phone_that_registers_while_somebody_waits_rings()
    {
        var call = Call();
        var waiting = Join(call);
        _phones.Register("205");
        Ring("205").Answer().HangUp();
        Assert.Equal(WaitEnding.Served, await waiting);
    }

    [Fact]
    public async Task A_phone_that_refuses_rests_and_rings_again()
    {
        _phones.Register("201");
        var waiting = Join(Call());
        Ring("201").Refuse(486);
        await Until(() => !_phones.Ringing.Any());
        await Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(0.01));
            return _phones.Ringing.Any();
        });

        Assert.Equal(2, _phones.Rings.Count);
        Ring("201").Answer().HangUp();
        Assert.Equal(WaitEnding.Served, await waiting);
    }

    [Fact]
    public async Task The_second_caller_waits_for_the_first_and_then_the_free_phones_ring_for_them()
    {
        _phones.Register("201", "202");
        var (first, second) = (Call(), Call());
        var firstWaits = Join(first);
        _time.Advance(TimeSpan.FromSeconds(1));
        var secondWaits = Join(second);
        Assert.All(_phones.Ringing, r => Assert.Equal(first.Id, r.Request.CallId));

        var leg = Ring("201").Answer();
        await Until(() => _phones.Ringing.Any(r => r.Request.CallId == second.Id));
        Assert.Equal("202", Assert.Single(_phones.Ringing).Request.Extension);

        leg.HangUp();
        await firstWaits;
        await Until(() => _phones.Ringing.Count() == 2);
        Ring("201").Answer().HangUp();
        await secondWaits;
    }

    [Fact]
    public async Task An_emergency_call_takes_the_ringing_phones_over()
    {
        _phones.Register("201");
        var (ordinary, emergency) = (Call(), Call());
        var ordinaryWaits = Join(ordinary);
        _time.Advance(TimeSpan.FromSeconds(30));
        var emergencyWaits = Join(emergency, "emergency");

        Assert.Equal(emergency.Id, Assert.Single(_phones.Ringing).Request.CallId);
        Ring("201").Answer().HangUp();
        Assert.Equal(WaitEnding.Served, await emergencyWaits);
        await Until(() => _phones.Ringing.Any());
        Assert.Equal(ordinary.Id, Assert.Single(_phones.Ringing).Request.CallId);
        Ring("201").Answer().HangUp();
        await ordinaryWaits;
    }

    [Fact]
    public async Task A_phone_in_another_call_is_not_rung()
    {
        _phones.Register("201", "202");
        Assert.True(_inUse.TryTake("201", Guid.NewGuid()));
        var waiting = Join(Call());
        Assert.Equal("202", Assert.Single(_phones.Ringing).Request.Extension);
        Ring("202").Answer().HangUp();
        await waiting;
    }

    [Fact]
    public async Task A_flow_may_take_its_call_out_of_the_line()
    {
        _phones.Register("201");
        using var cancel = new CancellationTokenSource();
        var call = Call();
        var waiting = _lines.JoinAsync(call, "dispatchers", [], cancel.Token);
        await cancel.CancelAsync();

        Assert.Equal(WaitEnding.CallerLeft, await waiting);
        Assert.True(call.Story.Record.HasLeftLine);
    }

    [Fact]
    public async Task A_full_line_says_so_at_once()
    {
        var lines = new WaitingLines(_phones, _inUse, new QueueOptions { WaitingMax = 1 }, _time);
        var call = Call();
        var first = lines.JoinAsync(call, "dispatchers", [], CancellationToken.None);
        Assert.Equal(WaitEnding.NobodyThere, await lines.JoinAsync(Call(), "dispatchers", [], CancellationToken.None));
        call.HangUpNow();
        await first;
    }

    [Fact]
    public async Task The_next_caller_is_told_so_with_music_between()
    {
        var call = Call();
        _phones.Register("201");
        var waiting = Join(call);
        await Until(() => call.HearsMusic);
        for (var i = 0; i < 400 && call.Heard.Count(h => h == "q.next") < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            await Task.Yield();
        }

        Assert.Equal("q.next", call.Heard[0]);
        Assert.Equal(3, call.Heard.Count(h => h == "q.next"));
        call.HangUpNow();
        await waiting;
    }

    private FakeCall Call() => new(_journal, _time);

    private Task<WaitEnding> Join(FakeCall call, string line = "dispatchers") =>
        _lines.JoinAsync(call, line, [], CancellationToken.None);

    private FakeRing Ring(string extension) => _phones.Rings.Last(r => r.Request.Extension == extension);

    private static async Task Until(Func<bool> isTrue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!isTrue())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
