using System.Text.Json;

namespace Zhkh.Dispatch.Tests;

public sealed class CallbackClockTests(Centre centre) : IClassFixture<Centre>
{
    private static int _phones;
    private readonly string _phone = $"+7937222{Interlocked.Increment(ref _phones):D4}";

    [Fact]
    public async Task Each_stage_sounds_once_at_its_second_and_the_last_is_the_breach()
    {
        var id = await MissedAsync();
        var heard = new List<string>();
        for (var second = 0; second <= 660; second += 10)
        {
            var before = await StagesAsync(id);
            await TickAsync();
            heard.AddRange((await StagesAsync(id)).Skip(before.Count).Select(stage => $"{second} {stage}"));
            centre.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(["240 ownMinuteLeft", "300 ownDue", "540 legalMinuteLeft", "600 legalDue"], heard);
        var row = await RowAsync(id);
        Assert.Equal((CallbackStatus.Breached, (DateTimeOffset?)row.LegalDueAt), (row.Status, row.BreachedAt));
    }

    [Fact]
    public async Task After_a_pause_only_the_latest_stage_sounds()
    {
        var id = await MissedAsync();
        centre.Time.Advance(TimeSpan.FromMinutes(6));
        await TickAsync();
        await TickAsync();
        Assert.Equal(["ownDue"], await StagesAsync(id));
    }

    [Fact]
    public async Task A_callback_taken_in_late_is_a_breach_at_once()
    {
        var id = await MissedAsync(TimeSpan.FromMinutes(30));
        await TickAsync();
        Assert.Equal(CallbackStatus.Breached, (await RowAsync(id)).Status);
        Assert.Equal(["legalDue"], await StagesAsync(id));
    }

    [Fact]
    public async Task A_try_nobody_reports_on_is_given_back_after_three_minutes()
    {
        var id = await MissedAsync();
        await BeginAsync(id);
        centre.Time.Advance(TimeSpan.FromSeconds(179));
        await TickAsync();
        Assert.Equal(CallbackStatus.Dialling, (await RowAsync(id)).Status);
        centre.Time.Advance(TimeSpan.FromSeconds(1));
        await TickAsync();
        var row = await RowAsync(id);
        Assert.Equal(CallbackStatus.Due, row.Status);
        Assert.Equal(AttemptOutcome.LeaseExpired, Assert.Single(row.Attempts).Outcome);
    }

    [Fact]
    public async Task A_talk_longer_than_the_lease_is_not_given_to_a_colleague_and_is_no_breach()
    {
        var id = await MissedAsync();
        await BeginAsync(id);
        var call = Guid.NewGuid();
        await centre.InAsync<Callbacks>(c =>
            c.TalkBeganAsync("privolsk", _phone, id, call, "belova", centre.Now, default));
        centre.Time.Advance(TimeSpan.FromMinutes(20));
        await TickAsync();
        Assert.Equal(CallbackStatus.Dialling, (await RowAsync(id)).Status);
        await EndedAsync(id, call, 1200);
        var row = await RowAsync(id);
        Assert.Equal((CallbackStatus.Reached, (DateTimeOffset?)null), (row.Status, row.BreachedAt));
    }

    [Fact]
    public async Task A_talk_reported_after_its_lease_ran_out_still_closes_the_callback()
    {
        var id = await MissedAsync();
        await BeginAsync(id);
        var attempt = Assert.Single((await RowAsync(id)).Attempts).Id;
        var call = Guid.NewGuid();
        await centre.InAsync<CallbackAttempts>(a => a.DialledAsync(attempt, call, default));
        centre.Time.Advance(TimeSpan.FromMinutes(4));
        await TickAsync();
        await EndedAsync(id, call, 60);
        Assert.Equal(CallbackStatus.Reached, (await RowAsync(id)).Status);
    }

    [Fact]
    public async Task A_breached_callback_is_called_and_reached_and_its_breach_stays_on_record()
    {
        var id = await MissedAsync(TimeSpan.FromMinutes(11));
        await TickAsync();
        await BeginAsync(id);
        await EndedAsync(id, Guid.NewGuid(), 0);
        await TickAsync();
        Assert.Equal(CallbackStatus.Breached, (await RowAsync(id)).Status);
        Assert.Equal(["legalDue"], await StagesAsync(id));
        await BeginAsync(id);
        centre.Time.Advance(TimeSpan.FromSeconds(20));
        await EndedAsync(id, Guid.NewGuid(), 10);
        var row = await RowAsync(id);
        Assert.Equal(CallbackStatus.Reached, row.Status);
        Assert.NotNull(row.BreachedAt);
    }

    [Fact]
    public async Task Clocks_that_run_at_once_ring_each_stage_once()
    {
        var id = await MissedAsync();
        centre.Time.Advance(TimeSpan.FromMinutes(5));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TickAsync()));
        Assert.Equal(["ownDue"], await StagesAsync(id));
    }

    [Fact]
    public async Task Every_move_leaves_a_line_that_neither_application_nor_owner_can_change()
    {
        var id = await MissedAsync(TimeSpan.FromMinutes(11));
        await TickAsync();
        await BeginAsync(id);
        await EndedAsync(id, Guid.NewGuid(), 0);
        Assert.Equal("-due,due-breached,breached-dialling,dialling-due", await centre.Database.ScalarAsync<string>($"""
            select string_agg(coalesce(from_status, '') || '-' || to_status, ',' order by id)
            from dispatch.callback_changes where callback_id = '{id}'
            """));
        foreach (var source in new[] { centre.Database.Owner, centre.Database.System, centre.Database.Web })
        {
            await using var command = source.CreateCommand("update dispatch.callback_changes set why = 'x'");
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal("42501", refused.SqlState);
        }
    }

    private async Task<Guid> MissedAsync(TimeSpan ago = default) => (await centre.InAsync<Callbacks, CallbackRequested>(
        c => c.RequestAsync(new MissedCall(Guid.NewGuid(), "privolsk", _phone, null, centre.Now - ago, centre.Now,
            "missed"), default))).CallbackId;

    private Task BeginAsync(Guid id) =>
        centre.InAsync<CallbackAttempts, AttemptBegun>(c => c.BeginAttemptAsync(id, "belova", default));

    private Task EndedAsync(Guid id, Guid call, int talk) => centre.InAsync<Callbacks>(c =>
        c.CallEndedAsync("privolsk", _phone, id, call, false, centre.Now, talk, default));

    private Task TickAsync() => centre.InAsync<CallbackClock, int>(c => c.TickAsync(default));

    private async Task<CallbackRow> RowAsync(Guid id) =>
        await centre.InAsync<CallbackBoard, CallbackRow?>(b => b.GetAsync(id, default))
        ?? throw new InvalidOperationException("No such callback");

    private async Task<IReadOnlyList<string>> StagesAsync(Guid id)
    {
        var json = await centre.Database.ScalarAsync<string>($"""
            select coalesce(jsonb_agg(payload->>'stage' order by id), '[]')::text from dispatch.outbox
            where type = 'CallbackFellDue' and payload->>'callbackId' = '{id}'
            """);
        return JsonSerializer.Deserialize<string[]>(json) ?? [];
    }
}
