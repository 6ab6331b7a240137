using System.Diagnostics;

namespace Zhkh.Billing.Tests;

/// <summary>L5: balance = f(log), recomputed from nothing.</summary>
public sealed class LedgerCheckTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task A_balance_that_somebody_changed_is_found_and_written_down()
    {
        await town.CleanAsync();
        await town.Database.ExecuteAsync("""
            update billing.balances set amount_minor = amount_minor + 1 where ctid in (
                select ctid from billing.balances order by account_id, service limit 3)
            """);
        await using (var unit = await town.AsSystemAsync())
        {
            Assert.Equal(3, (await unit.Get<LedgerCheck>().RunAsync(default)).Differences);
            await unit.CommitAsync();
        }

        Assert.Equal(3, await town.Database.ScalarAsync<int>(
            "select differences from billing.ledger_checks order by id desc limit 1"));
        await town.Database.ExecuteAsync("""
            update billing.balances set amount_minor = amount_minor - 1 where ctid in (
                select ctid from billing.balances order by account_id, service limit 3)
            """);
        await town.CleanAsync();
    }

    [Fact]
    public async Task Every_balance_of_the_town_is_recomputed_from_the_log()
    {
        var started = Stopwatch.GetTimestamp();
        await using var unit = await town.AsSystemAsync();
        var report = await unit.Get<LedgerCheck>().RunAsync(default);
        TestContext.Current.TestOutputHelper?.WriteLine($"{report} in {Stopwatch.GetElapsedTime(started)}");
        Assert.Equal(await town.CountAsync("balances"), report.Balances);
        Assert.True(report.Balances > 500);
    }
}
