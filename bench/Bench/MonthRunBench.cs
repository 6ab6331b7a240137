using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zhkh.Billing;

namespace Zhkh.Bench;

/// <summary>
/// A month of one organisation, eight services for each account, from tariffs and readings to the kept balances; beside
/// it the plainest SQL that leaves the same rows behind.
/// </summary>
internal static class MonthRunBench
{
    private const int Services = 8;
    private const int Workers = 2;
    private static readonly DateOnly Month = new(2026, 10, 1);

    public static async Task RunAsync(string[] args)
    {
        var accounts = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 300_000;
        await using var cluster = await BenchCluster.StartAsync();
        var laid = await TimedAsync(() =>
            BenchCluster.ExecuteAsync(cluster.ConnectionString, MonthRunRows.Lay(accounts)));
        await Console.Out.WriteLineAsync($"laid {accounts} accounts in {laid:mm\\:ss}");
        await BenchCluster.ExecuteAsync(cluster.ConnectionString, "vacuum analyze");
        var before = Cpu(cluster);
        var plain = await TimedAsync(() =>
            BenchCluster.ExecuteAsync(cluster.ConnectionString, MonthRunRows.PlainSql));
        var plainCpu = Cpu(cluster) - before;
        await ReportAsync("plain SQL, no guards", accounts, plain, plainCpu);
        await BenchCluster.ExecuteAsync(cluster.ConnectionString, "drop schema plain cascade; checkpoint");
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString + ";Options=-c role=zhkh_system");
        await UnitAsync(source, async services =>
        {
            var begun = await services.GetRequiredService<MonthRuns>().BeginAsync("town", Month, "bench", default);
            return begun.Verdict == MonthVerdict.Accepted ? true : throw new InvalidOperationException($"{begun}");
        });
        before = Cpu(cluster);
        var took = await TimedAsync(() => Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            while (await StepAsync(source))
            {
            }
        })));
        await StepAsync(source);
        var cpu = Cpu(cluster) - before;
        await ReportAsync($"month run, {Workers} workers", accounts, took, cpu);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"ratio to plain SQL: {took / plain:0.00} by the clock, {cpu / plainCpu:0.00} by processor time"));
        var check = await TimedAsync(() => UnitAsync(source, async services =>
        {
            var report = await services.GetRequiredService<LedgerCheck>().RunAsync(default);
            await Console.Out.WriteLineAsync(report.ToString());
            return true;
        }));
        await Console.Out.WriteLineAsync($"ledger check (L5) of {accounts} accounts: {check.TotalSeconds:0.0} s");
    }

    private static Task<bool> StepAsync(NpgsqlDataSource source) =>
        UnitAsync(source, services => services.GetRequiredService<MonthRunClock>().StepAsync(default));

    private static async Task<bool> UnitAsync(NpgsqlDataSource source, Func<IServiceProvider, Task<bool>> work)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var provider = new ServiceCollection().AddSingleton(TimeProvider.System)
            .AddScoped<DbTransaction>(_ => transaction).AddBilling().BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var result = await work(scope.ServiceProvider);
        await transaction.CommitAsync();
        return result;
    }

    private static async Task<TimeSpan> TimedAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started);
    }

    private static TimeSpan Cpu(BenchCluster cluster) =>
        cluster.ProcessorTime() + Process.GetCurrentProcess().TotalProcessorTime;

    private static async Task ReportAsync(string what, int accounts, TimeSpan took, TimeSpan cpu)
    {
        var charges = accounts * Services;
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {charges} charges in {took.TotalSeconds:0.0} s = {charges / took.TotalSeconds:0} charges/s, "
            + $"{cpu.TotalSeconds:0.0} s of processor = {charges / cpu.TotalSeconds:0} per second of it"));
    }
}
