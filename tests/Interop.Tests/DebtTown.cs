using System.Globalization;
using System.Net;
using System.Text.Json;
using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// A town of its own whose debtors have the numbers of a sipp. The rows of the calling rules are opened to the whole
/// day: the hours have a proof of their own, and this one must run at any hour.
/// </summary>
public sealed class DebtTown : IAsyncDisposable
{
    public const string Trunk = "127.0.60.9";
    private readonly NpgsqlDataSource _database;

    private DebtTown(RunningHost host, NpgsqlDataSource database, HostApi api, IReadOnlyList<string> phones) =>
        (Host, _database, Api, Phones) = (host, database, api, phones);

    public RunningHost Host { get; }

    public HostApi Api { get; private set; }

    public IReadOnlyList<string> Phones { get; }

    /// <param name="phones">One debtor each, in a seeded order.</param>
    public static async Task<DebtTown> StartAsync(string address, IReadOnlyList<string> phones)
    {
        var connection = $"{PrivatePostgres.ConnectionString};Database=debts_{Guid.NewGuid():N}";
        var host = await RunningHost.StartAsync(address, dataFolder: null,
            "--database", connection, "--trunk-peers", "127.0.60.0/24",
            "--trunk-out", $"{Trunk}:{Port(address)}", "--rtp-ports", "14100-15000");
        var database = NpgsqlDataSource.Create(connection);
        await using (var command = database.CreateCommand("""
            update pbx.calling_rules set weekday_from = '00:00', weekday_to = '00:00', weekend_from = '00:00',
                weekend_to = '00:00' where kind = 'debt';
            delete from billing.person_phones where organisation = 'privolsk';
            """))
        {
            await command.ExecuteNonQueryAsync();
        }

        await using (var command = database.CreateCommand("""
            insert into billing.person_phones (account_id, phone, organisation, source, since)
            select d.account_id, p.phone, 'privolsk', 'contract', now()
            from (select account_id, row_number() over (order by account_id) as n
                  from billing.balances b join billing.accounts a on a.id = b.account_id
                  where b.organisation = 'privolsk' and a.closed_on is null
                  group by account_id having sum(amount_minor) >= 100) d
            join unnest($1) with ordinality as p(phone, n) on p.n = d.n
            """))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = phones.ToArray() });
            Assert.Equal(phones.Count, await command.ExecuteNonQueryAsync());
        }

        // The dialer reads its rules at the start and once a minute: a new start knows the hours for certain.
        host.Kill();
        await host.WaitReadyAsync();
        return new DebtTown(host, database, await HostApi.SignInAsync(host.Http, "admin"), phones);
    }

    /// <summary>Each town has a port of its own on the trunk's address.</summary>
    public static int Port(string address) => 5000 + IPAddress.Parse(address).GetAddressBytes()[3];

    public static IReadOnlyList<string> Seeded(int count, int seed, Func<int, char> digit)
    {
        var random = new Random(seed);
        var phones = Enumerable.Range(0, count)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"+793755{n:0000}{digit(n)}")).ToArray();
        random.Shuffle(phones);
        return phones;
    }

    /// <summary>A sipp that answers for every debtor, each as its last digit says.</summary>
    public Sipp AnswerPhones()
    {
        var voice = Path.Combine(Host.DataFolder, "answering-machine.al");
        var tone = Enumerable.Range(0, 8000 * 4).Select(i => (short)(6000 * Math.Sin(i * 2 * Math.PI * 310 / 8000)));
        File.WriteAllBytes(voice, [.. tone.Select(ALaw.Encode)]);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Volgograd");
        var promise = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone).AddDays(5);
        return Sipp.Start(
            DebtorScenario.Xml(promise.ToString("ddMM", CultureInfo.InvariantCulture), voice), Host.Sip, Trunk,
            "-p", Port(Host.Sip.Address.ToString()).ToString(CultureInfo.InvariantCulture),
            "-m", Phones.Count.ToString(CultureInfo.InvariantCulture));
    }

    public async Task<string> BeginCampaignAsync(int linesMax, int callsPerMinute)
    {
        var campaign = await PostAsync("/api/campaigns", new
        {
            organisation = "privolsk",
            name = "Должники",
            debtFrom = 100,
            monthsFrom = 0,
            hours = new { from = "00:00", to = "23:59" },
            linesMax,
            callsPerMinute,
        });
        Assert.Equal(Phones.Count, campaign.GetProperty("audience").GetProperty("selected").GetInt32());
        var id = campaign.GetProperty("id").GetString()!;
        await PostAsync($"/api/campaigns/{id}/start", new { });
        return id;
    }

    /// <summary>A refusal is shown with the last words of the host.</summary>
    private async Task<JsonElement> PostAsync(string path, object body)
    {
        try
        {
            return await Api.PostAsync(path, body);
        }
        catch (HttpRequestException refused)
        {
            throw new HttpRequestException($"{refused.Message}\n{Host.Output[^Math.Min(4000, Host.Output.Length)..]}");
        }
    }

    /// <summary>Every debtor of a campaign, once nobody is being dialled and everybody was tried.</summary>
    public async Task<IReadOnlyList<JsonElement>> AllTriedAsync(string campaign, TimeSpan limit)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var contacts = await ContactsAsync(campaign);
            if (contacts.All(c => c.GetProperty("attempts").GetInt32() > 0
                && c.GetProperty("state").GetString() != "dialling"))
            {
                return contacts;
            }

            Assert.True(clock.Elapsed < limit, $"after {limit}: " + string.Join(", ", contacts
                .GroupBy(c => $"{c.GetProperty("state")}/{c.GetProperty("disposition")}")
                .Select(g => $"{g.Key} {g.Count()}")) + Host.Output[^Math.Min(4000, Host.Output.Length)..]);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    public async Task<IReadOnlyList<JsonElement>> ContactsAsync(string campaign)
    {
        var contacts = new List<JsonElement>();
        string? after = null;
        do
        {
            var page = await Api.GetAsync($"/api/campaigns/{campaign}/contacts?limit=200"
                + (after is null ? "" : $"&after={after}"));
            contacts.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        return contacts;
    }

    public async Task SignInAgainAsync()
    {
        Api.Dispose();
        Api = await HostApi.SignInAsync(Host.Http, "admin");
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
        await _database.DisposeAsync();
    }
}
