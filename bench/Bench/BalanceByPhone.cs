using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zhkh.Pbx.Ivr;
using Zhkh.Web.Hosting;

namespace Zhkh.Bench;

/// <summary>
/// The question a caller waits for: whose phone is this, and what do they owe? Asked as the robot asks it, through the
/// breaker, a pool and a transaction of its own, beside the same question as one prepared statement.
/// </summary>
internal static class BalanceByPhone
{
    private const int Questions = 20_000;
    private const int Few = 2;
    private const int Many = 4;
    private const double GoalMilliseconds = 5;

    public static async Task RunAsync()
    {
        var machine = DurableCluster.Machine();
        await using var cluster = await DurableCluster.StartAsync(migrated: false);
        var data = Directory.CreateTempSubdirectory("zbench-data");
        await using var app = Web.Program.Build(
        [
            "--http-port", "0", "--sip-port", "0", "--sips-port", "0", "--rtp-ports", "15000-15100",
            "--bind", "127.0.65.2", "--database", cluster.ConnectionString, "--data", data.FullName,
        ]);
        await app.Services.GetRequiredService<SetUp>().RunAsync(CancellationToken.None);
        var desk = app.Services.GetRequiredService<ISubscriberDesk>();
        var phones = await PhonesAsync(cluster);
        await MeasureAsync(phones, Many, phone => RobotAsync(desk, phone));
        var robot = await MeasureAsync(phones, Few, phone => RobotAsync(desk, phone));
        var crowded = await MeasureAsync(phones, Many, phone => RobotAsync(desk, phone));
        await using var plain = NpgsqlDataSource.Create(
            cluster.ConnectionString + ";Options=-c role=zhkh_system;Maximum Pool Size=4;Max Auto Prepare=10");
        await MeasureAsync(phones, Many, phone => PlainAsync(plain, phone));
        var sql = await MeasureAsync(phones, Few, phone => PlainAsync(plain, phone));
        var sqlCrowded = await MeasureAsync(phones, Many, phone => PlainAsync(plain, phone));
        data.Delete(recursive: true);
        await DurableCluster.WriteAsync("balance-by-phone.md", Page(
            machine, phones.Count, robot, sql, crowded, sqlCrowded));
    }

    private static string Page(
        string machine, int phones, double[] robot, double[] sql, double[] crowded, double[] sqlCrowded) =>
        string.Create(CultureInfo.InvariantCulture, $"""
            # What do I owe? By phone number

            | milliseconds | p50 | p95 | p99 | worst |
            |---|---|---|---|---|
            | the robot's question, {Few} at once (goal p99 ≤ {GoalMilliseconds:F0}) | {Row(robot)} |
            | one prepared statement on an open connection, {Few} at once | {Row(sql)} |
            | the robot's question, {Many} at once: both cores are full | {Row(crowded)} |
            | one prepared statement, {Many} at once | {Row(sqlCrowded)} |

            {Questions:N0} questions a row, one straight after the other, {phones:N0} phones of the demo town.
            {machine}.

            The robot's question goes through `SubscriberDesk`, the circuit breaker, a connection of the pool for calls,
            a scope and a transaction of its own, and `AccountDesk.ByPhoneAsync`; the plain one is the same SQL sent
            alone, without a transaction. Measured by `dotnet run -c Release --project bench/Bench balance-by-phone`.

            """);

    private static string Row(double[] sorted) => string.Create(CultureInfo.InvariantCulture,
        $"{At(sorted, 0.50):F2} | {At(sorted, 0.95):F2} | **{At(sorted, 0.99):F2}** | {sorted[^1]:F2}");

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private static async Task<double[]> MeasureAsync(
        IReadOnlyList<string> phones, int atOnce, Func<string, Task<long>> ask)
    {
        var took = new double[Questions];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            int number;
            while ((number = Interlocked.Increment(ref next)) < Questions)
            {
                var began = Stopwatch.GetTimestamp();
                await ask(phones[number * 7919 % phones.Count]);
                took[number] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        }));
        Array.Sort(took);
        return took;
    }

    private static async Task<long> RobotAsync(ISubscriberDesk desk, string phone) =>
        (await desk.ByPhoneAsync(phone, CancellationToken.None)).Sum(s => s.BalanceMinor);

    private static async Task<long> PlainAsync(NpgsqlDataSource source, string phone)
    {
        await using var command = source.CreateCommand("""
            select a.organisation, a.number, o.currency, (select sum(b.amount_minor) from billing.balances b
                where b.account_id = a.id)::bigint
            from billing.person_phones f join billing.accounts a on a.id = f.account_id and a.closed_on is null
            join billing.organisations o on o.organisation = a.organisation
            where f.phone = $1 order by a.number limit 9
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = phone });
        await using var reader = await command.ExecuteReaderAsync();
        long sum = 0;
        while (await reader.ReadAsync())
        {
            sum += reader.GetInt64(3);
        }

        return sum;
    }

    private static async Task<IReadOnlyList<string>> PhonesAsync(DurableCluster cluster)
    {
        var phones = new List<string>();
        await using var command = cluster.Owner.CreateCommand("select distinct phone from billing.person_phones");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            phones.Add(reader.GetString(0));
        }

        return phones;
    }
}
