using System.Diagnostics;
using System.Globalization;
using Zhkh.Billing;

namespace Zhkh.Bench;

/// <summary>The audience of a campaign over 300,000 accounts, and the question asked before each dial.</summary>
internal static class DebtAudienceAtScale
{
    private const int Accounts = 300_000;
    private const int Months = 3;
    private const int Questions = 5_000;

    public static async Task RunAsync()
    {
        var machine = DurableCluster.Machine();
        await using var cluster = await DurableCluster.StartAsync(migrated: true);
        await BenchTown.BuildAsync(cluster, Accounts, Months);
        var clock = Stopwatch.StartNew();
        IReadOnlyList<Debtor> debtors;
        await using (var unit = new BenchUnit(await cluster.System.OpenConnectionAsync()))
        {
            debtors = await unit.Get<DebtAudience>().SelectAsync("bench", 100_000, 2, default);
        }

        var audience = clock.Elapsed.TotalSeconds;
        var took = new double[Questions];
        await using (var unit = new BenchUnit(await cluster.System.OpenConnectionAsync()))
        {
            var desk = unit.Get<DebtAudience>();
            for (var n = -200; n < Questions; n++)
            {
                var debtor = debtors[(n + 200) * 7919 % debtors.Count];
                var began = Stopwatch.GetTimestamp();
                await desk.StillOwesAsync("bench", debtor.AccountNumber, DateTimeOffset.UnixEpoch.AddYears(100),
                    debtor.Phones[0], default);
                took[Math.Max(n, 0)] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        }

        Array.Sort(took);
        await DurableCluster.WriteAsync("debt-audience.md", string.Create(CultureInfo.InvariantCulture, $"""
            # Whom may a campaign about debts call?

            Audience over {Accounts:N0} accounts with {Months} months of charges for four services: **{audience:F1} s**,
            {debtors.Count:N0} debtors with age, phones, language and stop reasons.

            The question before each dial (is it still owed, was anything paid, may this phone be rung): p50
            {took[Questions / 2]:F2} ms, **p99 {took[Questions * 99 / 100]:F2} ms** (goal ≤ 5), worst {took[^1]:F2} ms;
            {Questions:N0} questions, one after another.

            {machine}. Measured by `dotnet run -c Release --project bench/Bench debt-audience`.

            """));
    }
}
