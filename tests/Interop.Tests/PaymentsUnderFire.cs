using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// RELIABILITY F14: fifty tellers pay into ten accounts while the host is killed twice and PostgreSQL once. Each teller
/// repeats a payment under its key until it is answered; in the end the ledger holds exactly what the tellers wrote
/// down. Everything is asked in plain SQL, nothing of the product's code takes part.
/// </summary>
[Collection(AloneCollection.Name)]
public class PaymentsUnderFire
{
    private const int Tellers = 50;
    private const int Accounts = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The full size of F14 is 200; the everyday one leaves most of its time to the restarts.</summary>
    private static int PaymentsEach => Environment.GetEnvironmentVariable("ZHKH_TEST_LONG") == "1" ? 200 : 20;

    private readonly ConcurrentDictionary<string, Payment> _book = new();
    private readonly ConcurrentDictionary<string, string> _answers = new();
    private int _retries;
    private int _answered;

    private sealed record Payment(string Account, long Kopecks);

    [Fact]
    public async Task Killed_host_and_killed_database_lose_no_payment_and_make_none_twice()
    {
        // Fifty tellers behind one sign-in ask faster than a person may.
        await using var host = await RunningHost.StartAsync("127.0.65.1", dataFolder: null,
            new Dictionary<string, string>
            {
                ["ZHKH__Web__RequestsPerSecond"] = "100000",
                ["ZHKH__Web__RequestBurst"] = "100000",
            },
            "--rtp-ports", "14100-14200");
        using var http = await SignInAsync(host);
        var before = await BalancesAsync(host);
        var tellers = Enumerable.Range(0, Tellers).Select(n => TellerAsync(host, http, n, [.. before.Keys])).ToList();

        var total = Tellers * PaymentsEach;
        await AnsweredAsync(total / 5, tellers);
        host.Kill();
        await host.WaitReadyAsync();
        await AnsweredAsync(total * 2 / 5, tellers);
        KillPostgres(host);
        await AnsweredAsync(total * 3 / 5, tellers);
        host.Kill();
        await host.WaitReadyAsync();
        await Task.WhenAll(tellers);

        await ConservedAsync(host, before);
        Assert.True(_retries > 0, "Nobody noticed a kill: they came too late");
    }

    /// <summary>
    /// Pays, and repeats under the same key until there is an answer; now and then once more after it.
    /// </summary>
    private async Task TellerAsync(RunningHost host, HttpClient http, int number, string[] accounts)
    {
        var random = new Random(number);
        for (var n = 0; n < PaymentsEach; n++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"teller-{number}-{n}");
            var payment = new Payment(accounts[random.Next(accounts.Length)], random.NextInt64(1, 1_000_000));
            Assert.True(_book.TryAdd(key, payment));
            var answer = await PayAsync(host, http, key, payment);
            Assert.True(_answers.TryAdd(key, answer));
            Interlocked.Increment(ref _answered);
            if (random.Next(10) == 0)
            {
                Assert.Equal(answer, await PayAsync(host, http, key, payment));
            }
        }
    }

    private async Task<string> PayAsync(RunningHost host, HttpClient http, string key, Payment payment)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience)
        {
            // The port is another one after each restart.
            using var request = new HttpRequestMessage(
                HttpMethod.Post, new Uri(host.Http, $"/api/accounts/{payment.Account}/payments"));
            request.Content = JsonContent.Create(new { amount = payment.Kopecks });
            request.Headers.Add("Idempotency-Key", key);
            try
            {
                using var answer = await http.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode == HttpStatusCode.Created)
                {
                    return text;
                }

                Assert.True(answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError
                    or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized, $"{answer.StatusCode}: {text}");
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
            {
                // Nobody knows whether it was paid: that is what the key is for.
            }

            Interlocked.Increment(ref _retries);
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        throw new TimeoutException($"{key} was not answered in {Patience}:\n{host.Output}");
    }

    private async Task AnsweredAsync(int count, List<Task> tellers)
    {
        var clock = Stopwatch.StartNew();
        while (Volatile.Read(ref _answered) < count)
        {
            Assert.True(clock.Elapsed < Patience, $"{_answered} of {count} payments in {Patience}");
            if (tellers.Find(t => t.IsFaulted) is { } fallen)
            {
                await fallen;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private async Task ConservedAsync(RunningHost host, Dictionary<string, long> before)
    {
        await using var source = NpgsqlDataSource.Create(DatabaseOf(host));
        Assert.Equal(0m, await ScalarAsync<decimal>(source, "select sum(amount_minor) from billing.entries"));
        Assert.Equal(0L, await ScalarAsync<long>(source, """
            select count(*) from (select p.id from billing.postings p left join billing.entries e on e.posting_id = p.id
                group by p.id having coalesce(sum(e.amount_minor), 0) <> 0 or count(e.id) < 2) as broken
            """));
        var kept = new Dictionary<string, (Payment Payment, Guid Posting, long Entered)>();
        await using (var command = source.CreateCommand("""
            select m.operation_id, a.number, m.amount_minor, m.posting_id,
                (select -sum(e.amount_minor) from billing.entries e
                 where e.posting_id = m.posting_id and e.account_id = m.account_id)::bigint
            from billing.payments m join billing.accounts a on a.id = m.account_id where m.bank = 'desk'
            """))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                kept.Add(reader.GetString(0), (new Payment(reader.GetString(1), reader.GetInt64(2)),
                    reader.GetGuid(3), reader.GetInt64(4)));
            }
        }

        Assert.Equal(Tellers * PaymentsEach, _book.Count);
        Assert.Empty(_book.Keys.Except(kept.Keys));
        Assert.Empty(kept.Keys.Except(_book.Keys));
        Assert.All(kept, k => Assert.Equal((_book[k.Key], _book[k.Key].Kopecks), (k.Value.Payment, k.Value.Entered)));
        Assert.All(kept, k => Assert.Equal(k.Value.Posting, JsonSerializer
            .Deserialize<JsonElement>(_answers[k.Key]).GetProperty("postingId").GetGuid()));
        Assert.Equal(kept.Count, kept.Values.Select(k => k.Posting).Distinct().Count());
        Assert.Equal((long)_book.Count, await ScalarAsync<long>(source,
            "select count(*) from billing.postings where idempotency_key like 'payment:desk:%'"));
        var after = await BalancesAsync(host);
        Assert.All(before, b => Assert.Equal(
            b.Value - _book.Values.Where(p => p.Account == b.Key).Sum(p => p.Kopecks), after[b.Key]));
        var wrong = await ScalarAsync<long>(source, """
            select count(*) from billing.balances b full join (select account_id, service, sum(amount_minor) as minor
                from billing.entries where book = 'resident' group by account_id, service) l
                on l.account_id = b.account_id and l.service = b.service
            where b.amount_minor is distinct from l.minor
            """);
        Assert.Equal(0L, wrong);
    }

    private static async Task<HttpClient> SignInAsync(RunningHost host)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Tellers })
        {
            Timeout = TimeSpan.FromSeconds(20),
        };
        using var answer = await http.PostAsJsonAsync(
            new Uri(host.Http, "/api/session"), new { user = "billing", password = "demo" });
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Add("X-Antiforgery", session.GetProperty("antiforgery").GetString());
        return http;
    }

    private static async Task<Dictionary<string, long>> BalancesAsync(RunningHost host)
    {
        await using var source = NpgsqlDataSource.Create(DatabaseOf(host));
        await using var command = source.CreateCommand($"""
            select a.number, coalesce(sum(e.amount_minor), 0)::bigint
            from (select id, number from billing.accounts where organisation = 'privolsk' order by number
                limit {Accounts}) a
            left join billing.entries e on e.account_id = a.id group by a.number
            """);
        var balances = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            balances.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return balances;
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException(sql));
    }

    /// <summary>kill -9 of the server; run.sh starts it again.</summary>
    private static void KillPostgres(RunningHost host)
    {
        using var server = Process.GetProcessById(int.Parse(PidFile(host)[0], CultureInfo.InvariantCulture));
        server.Kill();
    }

    /// <summary>The fifth line of the server's pid file is the folder of its socket.</summary>
    private static string DatabaseOf(RunningHost host) =>
        $"Host={PidFile(host)[4]};Username=zhkh;Database=zhkh;Pooling=false;Command Timeout=60";

    private static string[] PidFile(RunningHost host) => File.ReadAllLines(
        Path.Combine(Directory.GetDirectories(host.DataFolder, "pg*").Single(), "postmaster.pid"));
}
