using System.Diagnostics;
using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Billing.Tests;

/// <summary>A large town must be found by index: a scan is invisible in a small one.</summary>
public sealed class AccountSearchAtScaleTests(Town town) : IClassFixture<Town>
{
    private const int Flats = 100;
    private const int SettleSecondsMax = 300;

    /// <summary>The long run of the test script asks for 100,000 accounts.</summary>
    private static int Houses => Environment.GetEnvironmentVariable("ZHKH_TEST_LONG") == "1" ? 1_000 : 200;

    [Fact]
    public async Task Nothing_a_dispatcher_types_and_nothing_the_robot_asks_scans_a_table()
    {
        await SettleAsync();
        await using var unit = await town.AsWebAsync("privolsk");
        var search = unit.Get<AccountSearch>();
        var desk = unit.Get<AccountDesk>();
        var before = await ScansAsync(unit);
        var typed = new[]
        {
            "гаг 14 30", "крав лео", "4406030", "+79370000030", "улица7 107 55", "улица7 107", "жителев77 житель",
        };
        foreach (var text in typed)
        {
            await search.FindAsync(text, default);
            var started = Stopwatch.GetTimestamp();
            Assert.NotEmpty(await search.FindAsync(text, default));
            Assert.Equal((text, before), (text, await ScansAsync(unit)));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{text}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F1} ms");
        }

        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Single(await desk.ByPhoneAsync("+79370000030", default));
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"desk by phone: p50 {times[100]:F2} p99 {times[198]:F2} ms");
        Assert.Equal(before, await ScansAsync(unit));
    }

    private async Task SettleAsync()
    {
        await using var command = town.Database.Owner.CreateCommand($"""
            create temp table flats as select gen_random_uuid() as premise, gen_random_uuid() as account,
                gen_random_uuid() as person, h, f from generate_series(1, {Houses}) h, generate_series(1, {Flats}) f;
            insert into billing.houses select md5('house' || h)::uuid, 'privolsk', 'Привольск', 'Улица' || h % 50,
                (100 + h)::text, 9 from generate_series(1, {Houses}) h;
            insert into billing.premises select premise, 'privolsk', md5('house' || h)::uuid, f::text, 1, 1, 50, 1
                from flats;
            insert into billing.people select person, 'privolsk', 'Жителев' || h, 'Житель', null from flats;
            insert into billing.occupancies select premise, person, 'privolsk', 'owner', '2020-01-01', null from flats;
            insert into billing.accounts select account, 'privolsk', (70000000 + h * 1000 + f)::text, premise,
                '2020-01-01', null from flats;
            insert into billing.account_words
                select account, 'улица' || h % 50, 'street', (100 + h)::text, f::text, 'privolsk' from flats
                union all select account, 'жителев' || h, 'name', (100 + h)::text, f::text, 'privolsk' from flats
                union all select account, 'житель', 'name', (100 + h)::text, f::text, 'privolsk' from flats;
            insert into billing.person_phones select account, '+7999' || (1000000 + h * 1000 + f), 'privolsk', person,
                'import', null, now() from flats;
            analyze billing.houses, billing.premises, billing.people, billing.occupancies, billing.accounts,
                billing.account_words, billing.person_phones, billing.balances;
            """);
        command.CommandTimeout = SettleSecondsMax;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> ScansAsync(UnitOfWork unit)
    {
        // The transaction's own counters: nobody else's scans are in them.
        await using var command = new NpgsqlCommand("""
            select coalesce(sum(seq_scan), 0)::bigint from pg_stat_xact_user_tables
            where schemaname = 'billing' and relname <> all (array['organisations', 'houses'])
            """, unit.Connection);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }
}
