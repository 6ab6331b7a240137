using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Zhkh.Billing;

namespace Zhkh.Bench;

/// <summary>
/// A bank's register of 100,000 payments, from the file to the last balance, beside the plainest SQL that could do
/// something like it: COPY into a table, INSERT … SELECT into the ledger.
/// </summary>
internal static class RegisterImport
{
    private const int Rows = 100_000;
    private const double GoalSeconds = 20;

    public static async Task RunAsync()
    {
        var machine = DurableCluster.Machine();
        await using var cluster = await DurableCluster.StartAsync(migrated: true);
        await BenchTown.BuildAsync(cluster, Rows, months: 2);
        var plain = await PlainAsync(cluster);
        var path = Path.GetTempFileName();
        var bytes = Encoding.UTF8.GetBytes(BankText());
        await File.WriteAllBytesAsync(path, bytes);
        var preview = await TimedAsync(async () =>
        {
            await using var unit = new BenchUnit(await cluster.System.OpenConnectionAsync());
            var receipt = await unit.Get<RegisterIntake>().TakeAsync(new RegisterUpload(
                "bench", "sber-classic", path, "bench.txt", SHA256.HashData(bytes), "bench"), default);
            await unit.Get<RegisterOrders>().PostAsync(receipt.Id ?? Guid.Empty, "bench", default);
            await unit.CommitAsync();
        });
        var posting = await TimedAsync(async () =>
        {
            while (await StepAsync(cluster))
            {
            }
        });
        File.Delete(path);
        var posted = await cluster.ScalarAsync<long>("select count(*) from billing.payments");
        var lines = await cluster.ScalarAsync<long>("""
            select count(*) from billing.entries e join billing.postings p on p.id = e.posting_id
            where p.idempotency_key like 'payment:%'
            """);
        await DurableCluster.WriteAsync("register-import.md",
            Page(machine, preview, posting, plain, posted, lines, bytes.Length));
    }

    private static string Page(
        string machine, double preview, double posting, double plain, long posted, long lines, int bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"""
            # A register of {Rows:N0} payments

            | | seconds |
            |---|---|
            | preview: encoding, parsing, accounts, earlier operations, control totals | {preview:F1} |
            | posting in batches of {RegisterWork.BatchRows:N0} | {posting:F1} |
            | **both** (goal ≤ {GoalSeconds:F0}) | **{preview + posting:F1}** |
            | the plainest SQL: COPY, then INSERT … SELECT into the ledger | {plain:F1} |
            | ratio | {(preview + posting) / plain:F1} |

            {posted:N0} payments, {lines:N0} ledger lines (each payment is split over four services),
            {bytes / 1e6:F1} MB of text. {machine}.

            What the plain SQL does not do: split a payment over services (it writes two lines, not five), keep the rows
            with their reasons, recognise an operation that came before, tell a fact per payment, survive a kill in the
            middle. What it does share: the same tables, indexes, triggers and row guards, and a PostgreSQL with fsync.

            Measured by `dotnet run -c Release --project bench/Bench register-import` on a private cluster with the
            settings of `run.sh`; each batch is one transaction, committed to the disk.

            """);

    private static async Task<bool> StepAsync(DurableCluster cluster)
    {
        await using var unit = new BenchUnit(await cluster.System.OpenConnectionAsync());
        var step = await unit.Get<RegisterWork>().StepAsync(default);
        await unit.CommitAsync();
        return step is not null;
    }

    /// <summary>Two lines a payment, straight from the bank's columns.</summary>
    private static async Task<double> PlainAsync(DurableCluster cluster)
    {
        await using var connection = await cluster.Owner.OpenConnectionAsync();
        return await TimedAsync(async () =>
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await ExecuteAsync(connection,
                """
                create temp table bank (
                    operation text, account text, minor bigint, day date, posting uuid default gen_random_uuid())
                on commit drop
                """);
            const string rows = "copy bank (operation, account, minor, day) from stdin";
            await using (var copy = await connection.BeginTextImportAsync(rows))
            {
                for (var n = 0; n < Rows; n++)
                {
                    await copy.WriteAsync(string.Create(
                        CultureInfo.InvariantCulture, $"p{n}\t{10_000_001 + n}\t{Kopecks(n)}\t2026-11-01\n"));
                }
            }

            await ExecuteAsync(connection, "analyze bank");
            await ExecuteAsync(connection, """
                insert into billing.postings (id, organisation, kind, effective_on, posted_at, posted_by, reason,
                    currency, idempotency_key, input_hash)
                select posting, 'bench', 'payment', day, now(), 'plain', 'plain', 'RUB',
                    'plain:' || operation, '' from bank
                """);
            await ExecuteAsync(connection, "analyze billing.postings");
            await ExecuteAsync(connection, """
                insert into billing.entries (posting_id, organisation, book, account_id, service, amount_minor)
                select b.posting, 'bench', 'resident', a.id, 'maintenance', -b.minor
                from bank b join billing.accounts a on a.organisation = 'bench' and a.number = b.account
                union all
                select b.posting, 'bench', 'bank', null, null, b.minor from bank b
                """);
            await transaction.CommitAsync();
        });
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<double> TimedAsync(Func<Task> act)
    {
        var clock = Stopwatch.StartNew();
        await act();
        return clock.Elapsed.TotalSeconds;
    }

    private static long Kopecks(int n) => 10_000 + (n * 7919L % 400_000);

    private static string BankText()
    {
        var text = new StringBuilder();
        long sum = 0;
        for (var n = 0; n < Rows; n++)
        {
            sum += Kopecks(n);
            var amount = Comma(Kopecks(n));
            text.Append(CultureInfo.InvariantCulture, $"01-11-2026;12-30-00;8621;0042;op{n};{10_000_001 + n};")
                .Append(CultureInfo.InvariantCulture,
                    $"ИВАНОВ ИВАН ИВАНОВИЧ;г. Город, ул. Улица 1, д. 1, кв. {n};1026;")
                .Append(CultureInfo.InvariantCulture, $"{amount};{amount};0,00\r\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"={Rows};{Comma(sum)};{Comma(sum)};0,00;1;02-11-2026\r\n")
            .ToString();
    }

    private static string Comma(long minor) =>
        string.Create(CultureInfo.InvariantCulture, $"{minor / 100},{minor % 100:00}");
}
