namespace Zhkh.Dispatch.Tests;

public sealed class CallbacksTests(Centre centre) : IClassFixture<Centre>
{
    private static int _phones;
    private readonly string _phone = $"+7937111{Interlocked.Increment(ref _phones):D4}";

    [Fact]
    public async Task Both_clocks_run_from_arrival()
    {
        var arrival = centre.Now.AddSeconds(-90);
        var row = await RowAsync((await MissedAsync(arrival)).CallbackId);
        Assert.Equal((arrival, arrival.AddMinutes(5), arrival.AddMinutes(10), CallbackStatus.Due),
            (row.ArrivedAt, row.OwnDueAt, row.LegalDueAt, row.Status));
        Assert.Equal(1, row.MissedCalls);
    }

    [Fact]
    public async Task The_same_call_told_twice_counts_once()
    {
        var call = Missed(centre.Now);
        var first = await RequestAsync(call);
        var second = await RequestAsync(call);
        Assert.Equal((CallbackRequest.Opened, CallbackRequest.Repeated), (first.Became, second.Became));
        Assert.Equal(first.CallbackId, second.CallbackId);
        Assert.Equal(1, (await RowAsync(first.CallbackId)).MissedCalls);
    }

    [Fact]
    public async Task Calls_of_one_phone_are_one_callback_counted_from_the_earliest_whatever_their_order()
    {
        var later = await MissedAsync(centre.Now);
        var earlier = await MissedAsync(centre.Now.AddMinutes(-2));
        var row = await RowAsync(later.CallbackId);
        Assert.Equal((later.CallbackId, CallbackRequest.Noted), (earlier.CallbackId, earlier.Became));
        Assert.Equal((centre.Now.AddMinutes(-2), centre.Now.AddMinutes(8), 2),
            (row.ArrivedAt, row.LegalDueAt, row.MissedCalls));
        Assert.Equal(2, row.CallIds.Count);
    }

    [Fact]
    public async Task Twenty_missed_calls_of_one_phone_at_once_are_one_callback()
    {
        var calls = Enumerable.Range(0, 20).Select(i => Missed(centre.Now.AddSeconds(-i))).ToArray();
        var answers = await Task.WhenAll(calls.Select(RequestAsync));
        Assert.Single(answers.Select(a => a.CallbackId).Distinct());
        Assert.Single(answers, a => a.Became == CallbackRequest.Opened);
        var row = await RowAsync(answers[0].CallbackId);
        Assert.Equal((20, centre.Now.AddSeconds(-19)), (row.MissedCalls, row.ArrivedAt));
    }

    [Fact]
    public async Task The_same_phone_in_two_organisations_is_two_callbacks()
    {
        var one = await MissedAsync(centre.Now);
        var other = await RequestAsync(Missed(centre.Now) with { Organisation = "khmelnytske" });
        Assert.NotEqual(one.CallbackId, other.CallbackId);
    }

    [Fact]
    public async Task A_withheld_number_is_listed_each_time_and_cannot_be_called()
    {
        var one = await RequestAsync(Missed(centre.Now) with { Phone = null });
        var two = await RequestAsync(Missed(centre.Now) with { Phone = null });
        Assert.NotEqual(one.CallbackId, two.CallbackId);
        Assert.False((await RowAsync(one.CallbackId)).Callable);
        Assert.Equal(AttemptVerdict.NotCallable, (await BeginAsync(one.CallbackId, "dispatcher")).Verdict);
    }

    [Fact]
    public async Task Two_dispatchers_at_once_one_calls_and_the_other_is_told_who()
    {
        var id = (await MissedAsync(centre.Now)).CallbackId;
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => BeginAsync(id, i % 2 == 0 ? "belova" : "smirnova")));
        var winner = Assert.Single(answers, a => a.Verdict == AttemptVerdict.Begun);
        Assert.All(answers.Where(a => a != winner), a =>
        {
            Assert.Equal(AttemptVerdict.Taken, a.Verdict);
            Assert.Equal(winner.By, a.By);
        });
        Assert.Single((await RowAsync(id)).Attempts);
        Assert.Equal(_phone, winner.Phone);
    }

    [Theory]
    [InlineData(4, CallbackStatus.Due, AttemptOutcome.NotReached)]
    [InlineData(5, CallbackStatus.Reached, AttemptOutcome.Reached)]
    public async Task Five_seconds_of_talk_are_reached_and_four_are_not(
        int talkSeconds, CallbackStatus status, AttemptOutcome outcome)
    {
        var id = (await MissedAsync(centre.Now.AddMinutes(-1))).CallbackId;
        await BeginAsync(id, "belova");
        await EndedAsync(id, Guid.NewGuid(), false, talkSeconds);
        var row = await RowAsync(id);
        Assert.Equal(status, row.Status);
        var attempt = Assert.Single(row.Attempts);
        Assert.Equal((outcome, talkSeconds, "belova"), (attempt.Outcome, attempt.TalkSeconds, attempt.Operator));
    }

    [Fact]
    public async Task A_try_that_reached_nobody_is_offered_again_in_two_minutes()
    {
        var id = (await MissedAsync(centre.Now)).CallbackId;
        await BeginAsync(id, "belova");
        await EndedAsync(id, Guid.NewGuid(), false, 0);
        Assert.Equal(centre.Now.AddMinutes(2), (await RowAsync(id)).NextTryAt);
        Assert.Equal(AttemptVerdict.Begun, (await BeginAsync(id, "smirnova")).Verdict);
    }

    [Fact]
    public async Task The_end_of_a_call_told_twice_is_one_attempt()
    {
        var id = (await MissedAsync(centre.Now)).CallbackId;
        await BeginAsync(id, "belova");
        var call = Guid.NewGuid();
        await EndedAsync(id, call, false, 0);
        await EndedAsync(id, call, false, 0);
        Assert.Single((await RowAsync(id)).Attempts);
    }

    [Fact]
    public async Task Third_try_in_vain_is_told_to_the_supervisor_once()
    {
        var id = (await MissedAsync(centre.Now)).CallbackId;
        for (var i = 0; i < 4; i++)
        {
            await BeginAsync(id, "belova");
            await EndedAsync(id, Guid.NewGuid(), false, 0);
        }

        Assert.Equal(1, await FactsAsync(id, "CallbackTriesFailed"));
    }

    [Fact]
    public async Task Their_own_call_takes_the_callback_in_hand_and_closes_it()
    {
        var id = (await MissedAsync(centre.Now.AddMinutes(-1))).CallbackId;
        var call = Guid.NewGuid();
        await centre.InAsync<Callbacks>(c =>
            c.TalkBeganAsync("privolsk", _phone, null, call, "201", centre.Now, default));
        Assert.Equal((CallbackStatus.Dialling, "201"), ((await RowAsync(id)).Status, (await RowAsync(id)).Operator));
        Assert.Equal(AttemptVerdict.Taken, (await BeginAsync(id, "belova")).Verdict);
        await EndedAsync(null, call, true, 40);
        Assert.Equal(CallbackStatus.ResolvedByInbound, (await RowAsync(id)).Status);
    }

    [Fact]
    public async Task Their_own_short_call_gives_the_callback_back()
    {
        var id = (await MissedAsync(centre.Now.AddMinutes(-1))).CallbackId;
        var call = Guid.NewGuid();
        await centre.InAsync<Callbacks>(c =>
            c.TalkBeganAsync("privolsk", _phone, null, call, "201", centre.Now, default));
        await EndedAsync(null, call, true, 2);
        Assert.Equal(CallbackStatus.Due, (await RowAsync(id)).Status);
    }

    [Fact]
    public async Task The_beginning_of_a_short_talk_told_after_its_end_takes_nothing_in_hand()
    {
        var id = (await MissedAsync(centre.Now.AddMinutes(-1))).CallbackId;
        var call = Guid.NewGuid();
        await EndedAsync(null, call, true, 2);
        await centre.InAsync<Callbacks>(c =>
            c.TalkBeganAsync("privolsk", _phone, null, call, "201", centre.Now.AddSeconds(-2), default));
        var row = await RowAsync(id);
        Assert.Equal(CallbackStatus.Due, row.Status);
        Assert.Equal(AttemptOutcome.NotReached, Assert.Single(row.Attempts).Outcome);
    }

    [Fact]
    public async Task A_missed_call_told_after_the_talk_that_answered_it_is_closed_at_once()
    {
        await EndedAsync(null, Guid.NewGuid(), true, 30);
        var late = await MissedAsync(centre.Now.AddMinutes(-3));
        Assert.Equal(CallbackRequest.AlreadyAnswered, late.Became);
        Assert.Equal(CallbackStatus.ResolvedByInbound, (await RowAsync(late.CallbackId)).Status);
    }

    [Fact]
    public async Task A_call_missed_after_the_talk_keeps_its_own_clock_when_the_talk_is_told_late()
    {
        var first = await MissedAsync(centre.Now.AddMinutes(-8));
        await MissedAsync(centre.Now.AddMinutes(-1));
        // They were talked with between the two, and only now is it reported.
        await centre.InAsync<Callbacks>(c => c.CallEndedAsync(
            "privolsk", _phone, null, Guid.NewGuid(), true, centre.Now.AddMinutes(-4), 60, default));
        var row = await RowAsync(first.CallbackId);
        Assert.Equal((CallbackStatus.Due, centre.Now.AddMinutes(-1)), (row.Status, row.ArrivedAt));
    }

    [Fact]
    public async Task A_talk_with_somebody_else_closes_nothing()
    {
        var id = (await MissedAsync(centre.Now)).CallbackId;
        await centre.InAsync<Callbacks>(c => c.CallEndedAsync(
            "privolsk", "+79379998877", null, Guid.NewGuid(), true, centre.Now.AddMinutes(1), 60, default));
        Assert.Equal(CallbackStatus.Due, (await RowAsync(id)).Status);
    }

    [Fact]
    public async Task Dropping_needs_a_reason_and_frees_the_phone_for_a_new_promise()
    {
        var id = (await MissedAsync(centre.Now)).CallbackId;
        await Assert.ThrowsAsync<ArgumentException>(() => DropAsync(id, " "));
        Assert.True(await DropAsync(id, "ошиблись номером"));
        Assert.False(await DropAsync(id, "ещё раз"));
        Assert.Equal(("ошиблись номером", CallbackStatus.Dropped),
            ((await RowAsync(id)).DroppedBecause, (await RowAsync(id)).Status));
        Assert.NotEqual(id, (await MissedAsync(centre.Now)).CallbackId);
        Assert.Equal(AttemptVerdict.Closed, (await BeginAsync(id, "belova")).Verdict);
    }

    [Fact]
    public async Task A_person_sees_only_the_callbacks_of_their_organisations()
    {
        var id = (await MissedAsync(centre.Now)).CallbackId;
        await using var stranger = await centre.AsWebAsync("khmelnytske");
        Assert.Null(await stranger.Get<CallbackBoard>().GetAsync(id, default));
        var refused = await stranger.Get<CallbackAttempts>().BeginAttemptAsync(id, "mallory", default);
        Assert.Equal(AttemptVerdict.Unknown, refused.Verdict);
        await using var own = await centre.AsWebAsync("privolsk");
        Assert.NotNull(await own.Get<CallbackBoard>().GetAsync(id, default));
    }

    [Fact]
    public async Task The_list_is_paged_by_a_cursor()
    {
        for (var i = 0; i < 3; i++)
        {
            var done = await MissedAsync(centre.Now);
            await DropAsync(done.CallbackId, "test");
        }

        await using var unit = await centre.AsSystemAsync();
        var board = unit.Get<CallbackBoard>();
        var all = await board.ListAsync(null, 10, _phone, null, default);
        var first = await board.ListAsync(null, 2, _phone, null, default);
        var rest = await board.ListAsync(first[^1].Id, 2, _phone, null, default);
        Assert.Equal(3, all.Count);
        Assert.Equal(all.Select(c => c.Id), first.Concat(rest).Select(c => c.Id));
    }

    private MissedCall Missed(DateTimeOffset arrival) =>
        new(Guid.NewGuid(), "privolsk", _phone, "4406030", arrival, arrival.AddSeconds(70), "abandoned");

    private Task<CallbackRequested> MissedAsync(DateTimeOffset arrival) => RequestAsync(Missed(arrival));

    private Task<CallbackRequested> RequestAsync(MissedCall call) =>
        centre.InAsync<Callbacks, CallbackRequested>(c => c.RequestAsync(call, default));

    private Task<AttemptBegun> BeginAsync(Guid id, string by) =>
        centre.InAsync<CallbackAttempts, AttemptBegun>(c => c.BeginAttemptAsync(id, by, default));

    private Task EndedAsync(Guid? id, Guid call, bool inbound, int talk) => centre.InAsync<Callbacks>(c =>
        c.CallEndedAsync("privolsk", _phone, id, call, inbound, centre.Now.AddSeconds(0), talk, default));

    private Task<bool> DropAsync(Guid id, string reason) =>
        centre.InAsync<Callbacks, bool>(c => c.DropAsync(id, "supervisor", reason, default));

    private async Task<CallbackRow> RowAsync(Guid id) =>
        await centre.InAsync<CallbackBoard, CallbackRow?>(b => b.GetAsync(id, default))
        ?? throw new InvalidOperationException("No such callback");

    private Task<long> FactsAsync(Guid id, string type) => centre.Database.ScalarAsync<long>(
        $"select count(*) from dispatch.outbox where type = '{type}' and payload->>'callbackId' = '{id}'");
}
