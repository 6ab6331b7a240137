using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Zhkh.Testing;
using Zhkh.Web.Storage;
using Zhkh.Web.Wiring;

namespace Zhkh.Web.Tests.Wiring;

public sealed class EventRelayTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private FreshDatabase _database = null!;

    private sealed record Happened(int Number);

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        await _database.ExecuteAsync("""
            create table billing.effects (number int);
            grant select, insert on billing.effects to zhkh_system;
            """);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Two_thousand_facts_through_three_relays_and_a_hundred_crashes_have_each_effect_once()
    {
        const int Facts = 2_000;
        await PutAsync(Facts);
        var crashes = 100;
        var routes = new FactRoutes().On<Happened>("billing", async (services, fact, cancel) =>
        {
            await InsertAsync(services, fact.Number);
            // The effect is written, nothing is committed, and the connection dies as it does with its process.
            if (fact.Number % 7 == 0 && Interlocked.Decrement(ref crashes) >= 0)
            {
                await using var die = services.GetRequiredService<DatabaseSession>()
                    .Command("select pg_terminate_backend(pg_backend_pid())");
                await die.ExecuteNonQueryAsync(cancel);
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => DrainAsync(routes)));
        while (await _database.ScalarAsync<long>("select count(*) from billing.outbox") > 0)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => DrainAsync(routes)));
        }

        Assert.True(crashes <= 0);
        Assert.Equal(Facts, (int)await _database.ScalarAsync<long>("select count(*) from billing.effects"));
        Assert.Equal(
            Facts, (int)await _database.ScalarAsync<long>("select count(distinct number) from billing.effects"));
        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from billing.outbox_dead"));
    }

    [Fact]
    public async Task A_failing_fact_lets_the_next_one_pass_waits_longer_each_time_and_dies_after_ten_tries()
    {
        await PutAsync(2);
        var tries = new List<DateTimeOffset>();
        var routes = new FactRoutes().On<Happened>("billing", async (services, fact, _) =>
        {
            await InsertAsync(services, fact.Number);
            if (fact.Number == 0)
            {
                tries.Add(_time.GetUtcNow());
                throw new InvalidOperationException("the effect does not work");
            }
        });

        for (var second = 0; second < 3_600 && tries.Count < EventRelay.AttemptsMax; second++)
        {
            await DrainAsync(routes);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await DrainAsync(routes);
        Assert.Equal(EventRelay.AttemptsMax, tries.Count);
        var pauses = tries.Zip(tries.Skip(1), (earlier, later) => later - earlier).ToList();
        Assert.True(pauses[0] <= TimeSpan.FromSeconds(3));
        Assert.True(pauses[^1] > pauses[0] * 20);
        Assert.Equal(1L, await _database.ScalarAsync<long>("select count(*) from billing.effects where number = 1"));
        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from billing.effects where number = 0"));
        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from billing.outbox"));
        Assert.Contains("the effect does not work",
            await _database.ScalarAsync<string>("select error from billing.outbox_dead where attempts = 10"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fact_nobody_routes_is_a_failure_and_not_forgotten()
    {
        await PutAsync(1);
        await DrainAsync(new FactRoutes().Ignore("billing", "SomethingElse"));
        Assert.Equal(1, await _database.ScalarAsync<int>("select attempts from billing.outbox"));
    }

    [Fact]
    public async Task Signals_to_screens_come_after_the_commit_and_not_without_it()
    {
        await PutAsync(2);
        var seen = new List<long>();
        var routes = new FactRoutes().On<Happened>("billing", async (services, fact, _) =>
        {
            await InsertAsync(services, fact.Number);
            services.GetRequiredService<DatabaseSession>().AfterCommit(() => seen.Add(CountEffects()));
            if (fact.Number == 1)
            {
                throw new InvalidOperationException();
            }
        });

        await DrainAsync(routes);
        Assert.Equal([1L], seen);
    }

    private long CountEffects()
    {
        using var command = _database.Owner.CreateCommand("select count(*) from billing.effects");
        return (long)command.ExecuteScalar()!;
    }

    private async Task DrainAsync(FactRoutes routes)
    {
        await using var database = new Database(_database.ConnectionString);
        await using var services = new ServiceCollection()
            .AddSingleton(database).AddScoped<DatabaseSession>().BuildServiceProvider();
        var relay = new EventRelay("billing", routes, services.GetRequiredService<IServiceScopeFactory>(), _time,
            NullLogger<EventRelay>.Instance);
        while (await relay.RelayOneAsync(CancellationToken.None))
        {
        }
    }

    private static async Task InsertAsync(IServiceProvider services, int number)
    {
        await using var insert = services.GetRequiredService<DatabaseSession>()
            .Command("insert into billing.effects values ($1)", number);
        await insert.ExecuteNonQueryAsync();
    }

    private async Task PutAsync(int facts)
    {
        await using var command = _database.System.CreateCommand("""
            insert into billing.outbox (type, organisation, payload, created_at, not_before)
            select 'Happened', 'privolsk', jsonb_build_object('number', n), $2, $2 from generate_series(0, $1 - 1) n
            """);
        command.Parameters.AddWithValue(facts);
        command.Parameters.AddWithValue(_time.GetUtcNow());
        await command.ExecuteNonQueryAsync();
    }
}
