using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Tests.Calls;
using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Storage;

public sealed class JournalDrainTests : IAsyncLifetime
{
    private FreshDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await FreshDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_finished_call_becomes_a_row_with_every_field_of_the_contract()
    {
        var recording = Guid.CreateVersion7();
        var facts = new Facts();
        await using var host = new Host(_database.System);
        await host.AppendAsync(
            facts.Offered(), facts.Answered(), facts.Recording(recording), facts.Heard("greet.open"),
            facts.Heard("bal.total_debt"), facts.Context("4406030"), facts.Keys("4406030"), facts.Keys("0"),
            facts.Served("balance"), facts.Wanted(), facts.Human("202"), facts.Ended(new CallEnding.Talked()));

        await host.Drain.DrainOnceAsync(TestContext.Current.CancellationToken);

        await using var row = await RowAsync($"select * from pbx.calls where id = '{facts.Id}'");
        Assert.Equal("inbound", row["direction"]);
        Assert.Equal("+79370000030", row["phone"]);
        Assert.Equal("100", row["to_number"]);
        Assert.Equal("answered", row["outcome"]);
        Assert.Equal("202", row["extension"]);
        Assert.Equal("4406030", row["account_number"]);
        Assert.Equal("ru", row["language"]);
        Assert.Equal(new[] { "greet.open", "bal.total_debt" }, row["heard"]);
        Assert.Equal("4406030,0", row["digits"]);
        Assert.Equal(recording, row["recording_id"]);
        Assert.Equal(new[] { "balance" }, row["served"]);
        Assert.Equal(
            ["CallAnswered", "CallFinished"], await ColumnAsync("select type from pbx.outbox order by id"));
        Assert.Equal(1L, await _database.ScalarAsync<long>(
            $"select count(*) from pbx.recordings where id = '{recording}' and call_id = '{facts.Id}'"));
    }

    [Fact]
    public async Task A_missed_call_tells_the_callback_what_it_needs()
    {
        var facts = new Facts();
        await using var host = new Host(_database.System);
        await host.AppendAsync(
            facts.Offered(), facts.Answered(), facts.Wanted(), facts.Ended(new CallEnding.LeftTheLine()));

        await host.Drain.DrainOnceAsync(TestContext.Current.CancellationToken);

        var payload = JsonDocument.Parse(
            await _database.ScalarAsync<string>("select payload::text from pbx.outbox where type = 'CallMissed'"));
        Assert.Equal("+79370000030", payload.RootElement.GetProperty("phone").GetString());
        Assert.Equal("privolsk", payload.RootElement.GetProperty("organisation").GetString());
        Assert.Equal("abandoned", payload.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(
            new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero),
            payload.RootElement.GetProperty("arrivedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_live_call_is_seen_before_it_ends_and_answers_tell_their_fact_once()
    {
        var facts = new Facts();
        await using var host = new Host(_database.System);
        await host.AppendAsync(facts.Offered());
        await host.DrainAllAsync();
        Assert.Equal(1L, await _database.ScalarAsync<long>("select count(*) from pbx.calls where answered_at is null"));

        await host.AppendAsync(facts.Answered(), facts.Human());
        await host.DrainAllAsync();
        await host.AppendAsync(facts.Context("4406031"));
        await host.DrainAllAsync();
        Assert.Equal(["CallAnswered"], await ColumnAsync("select type from pbx.outbox order by id"));
        await _database.ExecuteAsync("delete from pbx.outbox");

        await host.AppendAsync(facts.Ended(new CallEnding.Talked()));
        await host.DrainAllAsync();
        Assert.Equal(["CallFinished"], await ColumnAsync("select type from pbx.outbox order by id"));
    }

    [Fact]
    public async Task A_drain_killed_at_any_command_leaves_the_same_rows_as_one_that_was_not()
    {
        await FaultAtEachCommand.InstallAsync(_database);
        for (var step = 1; step <= 20; step++)
        {
            await _database.ExecuteAsync("truncate pbx.calls, pbx.recordings, pbx.outbox");
            var facts = await RunThreeCallsAsync(killAt: step);
            Assert.Equal(
                3L, await _database.ScalarAsync<long>("select count(*) from pbx.calls where ended_at is not null"));
            string[] expected =
                [
                    $"CallAnswered {facts[1].Id}", $"CallFinished {facts[0].Id}", $"CallFinished {facts[1].Id}",
                    $"CallFinished {facts[2].Id}", $"CallMissed {facts[0].Id}", $"CallMissed {facts[2].Id}",
                ];
            Assert.Equal(
                expected.Order(StringComparer.Ordinal),
                (await ColumnAsync("select type || ' ' || (payload->>'callId') from pbx.outbox"))
                    .Order(StringComparer.Ordinal));
            Assert.Equal(1L, await _database.ScalarAsync<long>("select count(*) from pbx.recordings"));
        }

        Assert.True(await FaultAtEachCommand.CountAsync(_database) > 20, "kills beyond the last step prove nothing");
    }

    [Fact]
    public async Task A_crash_after_the_commit_ships_nothing_twice()
    {
        var disk = new ModelDisk();
        var facts = new Facts();
        await using (var host = new Host(_database.System, disk))
        {
            await host.AppendAsync(facts.Offered(), facts.Ended(new CallEnding.CancelledWhileRinging()));
        }

        var copy = disk.AfterKill();   // knows nothing of the commit that follows
        await using (var host = new Host(_database.System, disk))
        {
            await host.DrainAllAsync();
        }

        await _database.ExecuteAsync("delete from pbx.outbox");   // the relay took the facts
        await using (var host = new Host(_database.System, copy))
        {
            await host.DrainAllAsync();
        }

        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from pbx.outbox"));
        Assert.Equal(1L, await _database.ScalarAsync<long>("select count(*) from pbx.calls"));
    }

    [Fact]
    public async Task Two_drains_at_once_tell_each_fact_once()
    {
        var disk = new ModelDisk();
        await using (var host = new Host(_database.System, disk))
        {
            foreach (var facts in Enumerable.Range(0, 300).Select(_ => new Facts()))
            {
                await host.AppendAsync(facts.Offered(), facts.Ended(new CallEnding.CancelledWhileRinging()));
            }
        }

        await using var first = new Host(_database.System, disk.AfterKill());
        await using var second = new Host(_database.System, disk.AfterKill());
        await Task.WhenAll(Task.Run(first.DrainAllAsync), Task.Run(second.DrainAllAsync));

        Assert.Equal(300L, await _database.ScalarAsync<long>("select count(*) from pbx.calls"));
        Assert.Equal(
            300L, await _database.ScalarAsync<long>("select count(distinct payload->>'callId') from pbx.outbox"));
        Assert.Equal(600L, await _database.ScalarAsync<long>("select count(*) from pbx.outbox"));
    }

    [Fact]
    public async Task A_call_the_database_refuses_does_not_hold_up_the_others()
    {
        var (good, bad) = (new Facts(), new Facts());
        await using var host = new Host(_database.System);
        await host.AppendAsync(
            good.Offered(), bad.Offered(phone: "not a number"),
            good.Ended(new CallEnding.LeftTheRobot()), bad.Ended(new CallEnding.LeftTheRobot()));

        await host.Drain.DrainOnceAsync(TestContext.Current.CancellationToken);

        Assert.Equal(good.Id, await _database.ScalarAsync<Guid>("select id from pbx.calls"));
        Assert.Equal(1, host.Records.Count);
    }

    [Fact]
    public async Task A_database_that_is_away_costs_nothing()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Timeout=1");
        var facts = new Facts();
        var disk = new ModelDisk();
        await using (var away = new Host(nowhere, disk))
        {
            await away.AppendAsync(facts.Offered(), facts.Ended(new CallEnding.LeftTheRobot()));
            await away.Drain.DrainOnceAsync(TestContext.Current.CancellationToken);
            Assert.False(away.Drain.IsCurrent);
            Assert.Equal(1, away.Records.Count);
        }

        await using var back = new Host(_database.System, disk);
        await back.DrainAllAsync();
        Assert.True(back.Drain.IsCurrent);
        Assert.Equal(
            1L, await _database.ScalarAsync<long>("select count(*) from pbx.outbox where type = 'CallMissed'"));
    }

    [Fact]
    public async Task A_signed_in_person_sees_the_calls_of_their_organisations_only()
    {
        var facts = new Facts();
        await using var host = new Host(_database.System);
        await host.AppendAsync(facts.Offered(), facts.Ended(new CallEnding.LeftTheRobot()));
        await host.DrainAllAsync();

        await using var connection = await _database.Web.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var (organisation, expected) in new[] { ("khmelnytske", 0L), ("privolsk", 1L) })
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(
                $"select set_config('app.organisations', '{organisation}', true); select count(*) from pbx.calls",
                    connection);
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            await reader.NextResultAsync(TestContext.Current.CancellationToken);
            await reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(expected, reader.GetInt64(0));
        }
    }

    private async Task<Facts[]> RunThreeCallsAsync(int killAt)
    {
        Facts[] facts = [new(), new(), new()];
        var disk = new ModelDisk();
        await FaultAtEachCommand.ArmAsync(_database, killAt);
        await using (var host = new Host(_database.System, disk))
        {
            await host.AppendAsync(facts[0].Offered(), facts[1].Offered(), facts[2].Offered());
            await host.Drain.DrainOnceAsync(TestContext.Current.CancellationToken);
            await host.AppendAsync(facts[1].Answered(), facts[1].Recording(Guid.CreateVersion7()), facts[1].Human());
            await host.Drain.DrainOnceAsync(TestContext.Current.CancellationToken);
            await host.AppendAsync(
                facts[0].Ended(new CallEnding.CancelledWhileRinging()), facts[1].Ended(new CallEnding.Talked()),
                facts[2].Ended(new CallEnding.NoMediaPort()));
            await host.Drain.DrainOnceAsync(TestContext.Current.CancellationToken);
        }

        // The host died here too; whatever it had not shipped is shipped by the next one.
        await using var next = new Host(_database.System, disk.AfterKill());
        await next.DrainAllAsync();
        return facts;
    }

    private async Task<Row> RowAsync(string sql)
    {
        await using var command = _database.Owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return new Row(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue));
    }

    private async Task<List<string>> ColumnAsync(string sql)
    {
        await using var command = _database.Owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    private sealed class Row(Dictionary<string, object> values) : IAsyncDisposable
    {
        public object this[string column] => values[column];

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Host : IAsyncDisposable
    {
        private readonly CallJournal _journal;

        public Host(NpgsqlDataSource source, ModelDisk? disk = null)
        {
            Records = new CallRecords(10_000);
            _journal = CallJournal.Open(
                disk ?? new ModelDisk(), Records, new JournalOptions(), TimeProvider.System, NullLogger.Instance);
            Drain = new JournalDrain(
                Records, _journal, source, new DrainOptions(), TimeProvider.System,
                NullLogger<JournalDrain>.Instance);
        }

        public CallRecords Records { get; }

        public JournalDrain Drain { get; }

        public async Task AppendAsync(params JournalFact[] facts)
        {
            foreach (var fact in facts)
            {
                await _journal.AppendAsync(fact);
            }
        }

        public async Task DrainAllAsync()
        {
            for (var attempt = 0; attempt < 50; attempt++)
            {
                if (await Drain.DrainOnceAsync(CancellationToken.None) == 0)
                {
                    return;
                }
            }
        }

        public ValueTask DisposeAsync() => _journal.DisposeAsync();
    }
}
