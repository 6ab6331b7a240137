namespace Zhkh.Dispatch.Tests;

public sealed class AutomaticCallbacksTests(Centre centre) : IClassFixture<Centre>
{
    private static int _phones;
    private readonly string _phone = $"+7937333{Interlocked.Increment(ref _phones):D4}";

    [Fact]
    public async Task It_is_due_from_the_set_minute_to_the_limit_and_only_where_it_is_wished()
    {
        await WishAsync(true, 360);
        var id = await MissedAsync();
        var withheld = await MissedAsync(phone: null);
        var foreign = await MissedAsync(organisation: "khmelnytske");
        var due = new List<int>();
        for (var second = 0; second <= 660; second += 30)
        {
            var now = await DueAsync();
            Assert.DoesNotContain(now, d => d.Id == withheld || d.Id == foreign);
            if (now.Any(d => d.Id == id))
            {
                due.Add(second);
            }

            centre.Time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal((360, 570), (due[0], due[^1]));
        await WishAsync(false, 360);
    }

    [Fact]
    public async Task It_and_a_persons_own_call_are_never_both_begun()
    {
        await WishAsync(true, 0);
        var id = await MissedAsync();
        Assert.Contains(await DueAsync(), d => d.Id == id && d.Phone == _phone);
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => BeginAsync(id, $"phone {n}", n % 2 == 0)));
        Assert.Single(verdicts, v => v.Verdict == AttemptVerdict.Begun);
        Assert.DoesNotContain(await DueAsync(), d => d.Id == id);
        Assert.Single((await RowAsync(id)).Attempts);
        await WishAsync(false, 0);
    }

    [Fact]
    public async Task A_phone_of_ours_that_stays_silent_is_evidence_but_no_try_and_the_next_one_may_ring_at_once()
    {
        await WishAsync(true, 0);
        var id = await MissedAsync();
        for (var n = 0; n < 5; n++)
        {
            Assert.Equal(AttemptVerdict.Begun, (await BeginAsync(id, $"20{n}", automatic: true)).Verdict);
            centre.Time.Advance(TimeSpan.FromSeconds(20));
            var call = Guid.NewGuid();
            await centre.InAsync<CallbackAttempts>(a => a.GiveBackAsync(id, call, centre.Now, default));
            await centre.InAsync<CallbackAttempts>(a => a.GiveBackAsync(id, call, centre.Now, default));   // told again
            Assert.Contains(await DueAsync(), d => d.Id == id);
        }

        var row = await RowAsync(id);
        Assert.Equal(5, row.Attempts.Count(a => a is { Outcome: AttemptOutcome.OwnPhoneSilent, Automatic: true }));
        await WishAsync(false, 0);
    }

    [Fact]
    public async Task After_three_tries_at_the_resident_a_person_decides()
    {
        await WishAsync(true, 0);
        var id = await MissedAsync();
        for (var n = 0; n < 3; n++)
        {
            Assert.Contains(await DueAsync(), d => d.Id == id);
            await BeginAsync(id, "201", automatic: true);
            await centre.InAsync<Callbacks>(c => c.CallEndedAsync(
                "privolsk", _phone, id, Guid.NewGuid(), false, centre.Now, 0, default));
            Assert.DoesNotContain(await DueAsync(), d => d.Id == id);
            centre.Time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.DoesNotContain(await DueAsync(), d => d.Id == id);
        Assert.Equal(CallbackStatus.Due, (await RowAsync(id)).Status);
        await WishAsync(false, 0);
    }

    [Fact]
    public async Task A_reached_resident_closes_it_with_the_try_as_evidence()
    {
        await WishAsync(true, 0);
        var id = await MissedAsync();
        var begun = await BeginAsync(id, "belova", automatic: true);
        var call = Guid.NewGuid();
        await centre.InAsync<CallbackAttempts>(a => a.DialledAsync(begun.AttemptId ?? Guid.Empty, call, default));
        centre.Time.Advance(TimeSpan.FromSeconds(40));
        await centre.InAsync<Callbacks>(c => c.CallEndedAsync(
            "privolsk", _phone, id, call, false, centre.Now, 30, default));
        var row = await RowAsync(id);
        Assert.Equal(CallbackStatus.Reached, row.Status);
        Assert.True(row.Attempts is [{ Automatic: true, Operator: "belova", TalkSeconds: 30 } only]
            && only.CallId == call);
        await WishAsync(false, 0);
    }

    [Fact]
    public async Task Settings_are_read_back_and_nothing_is_automatic_unless_somebody_says_so()
    {
        Assert.Equal(
            CallbackSettings.Unset("khmelnytske"),
            await centre.InAsync<AutomaticCallbacks, CallbackSettings>(a => a.SettingsAsync("khmelnytske", default)));
        await WishAsync(true, 120);
        await using var unit = await centre.AsWebAsync("privolsk");
        Assert.Equal(
            new CallbackSettings("privolsk", true, 120),
            await unit.Get<AutomaticCallbacks>().SettingsAsync("privolsk", default));
        await unit.DisposeAsync();
        await WishAsync(false, 360);
    }

    private async Task WishAsync(bool isAutomatic, int from)
    {
        await using var unit = await centre.AsWebAsync("privolsk");
        await unit.Get<AutomaticCallbacks>().SetAsync(
            new CallbackSettings("privolsk", isAutomatic, from), "supervisor", default);
        await unit.CommitAsync();
    }

    private async Task<Guid> MissedAsync(string organisation = "privolsk", string? phone = "") =>
        (await centre.InAsync<Callbacks, CallbackRequested>(c => c.RequestAsync(
            new MissedCall(Guid.NewGuid(), organisation, phone is "" ? _phone : phone, null, centre.Now, centre.Now,
                "missed"), default))).CallbackId;

    private Task<IReadOnlyList<DueCallback>> DueAsync() =>
        centre.InAsync<AutomaticCallbacks, IReadOnlyList<DueCallback>>(a => a.DueAsync(default));

    private Task<AttemptBegun> BeginAsync(Guid id, string by, bool automatic) =>
        centre.InAsync<CallbackAttempts, AttemptBegun>(a => a.BeginAttemptAsync(id, by, automatic, default));

    private async Task<CallbackRow> RowAsync(Guid id) =>
        await centre.InAsync<CallbackBoard, CallbackRow?>(b => b.GetAsync(id, default))
        ?? throw new InvalidOperationException("No such callback");
}
