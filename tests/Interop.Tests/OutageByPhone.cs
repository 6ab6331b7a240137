using System.Text.Json;
using Npgsql;
using Zhkh.Testing;

namespace Zhkh.Interop.Tests;

/// <summary>
/// An outage is declared on a screen and heard on a telephone; the caller asks to be called; closing it is an order to
/// call them. A host and a database of its own, so that nobody else's residents hear of it.
/// </summary>
public class OutageByPhone
{
    private const string Resident = "+79370000118";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Declared_it_is_heard_first_a_key_asks_for_the_call_and_its_end_places_it()
    {
        var database = await EmptyDatabaseAsync();
        await using var host = await RunningHost.StartAsync("127.0.63.1", dataFolder: null,
            "--trunk-peers", "127.0.46.0/24", "--trunk-out", "127.0.63.9:5070", "--rtp-ports", "14000-14400",
            "--database", database);
        using var api = await HostApi.SignInAsync(host.Http, "dispatcher");
        var outage = await DeclareAsync(api);
        var id = outage.GetProperty("id").GetString();

        await using (var call = TrunkCall.Place(host.Sip, Resident, "100", TimeSpan.FromSeconds(45)))
        {
            var heard = await call.Sound.HearAsync(PromptEar.Sequence("ru", "out.callme"), Limit);
            Assert.True(PromptEar.HeardInOrder(heard, "ru",
                "greet.open", "out.your_house", "word/service.hot_water", "out.reason.riser_accident",
                "out.your_house.2", "greet.open.2", "out.callme"), "the sentence in order");
            var begunAfter = PromptEar.Find(heard, "ru", "out.your_house") / 8000.0;
            Assert.True(begunAfter <= 5, $"the outage began {begunAfter:F1} s after the answer");
            await call.Sound.PressAsync("1");
            await call.Sound.HearAsync(PromptEar.Sequence("ru", "out.callme.ok", "bal.overpay"), Limit);
        }

        await api.EventuallyAsync("/api/outages?state=current", rows => rows.Any(row =>
            row.GetProperty("id").GetString() == id && row.GetProperty("wantCall").GetInt32() == 1
            && row.GetProperty("heard").GetInt32() == 1), Limit);
        Assert.Equal(0, await OrdersAsync(database, id));
        await api.PostAsync($"/api/outages/{id}/close", new { });
        await WaitForOrderAsync(database, id);
        await using var after = TrunkCall.Place(host.Sip, Resident, "100", TimeSpan.FromSeconds(30));
        var then = await after.Sound.HearAsync(PromptEar.Sequence("ru", "bal.overpay"), Limit);
        // Not by out.your_house: «По вашему» is the same piece of voice in bal.overpay.
        Assert.True(PromptEar.Find(then, "ru", "word/service.hot_water") < 0, "an outage that is over is silent");
    }

    private static async Task<JsonElement> DeclareAsync(HostApi api)
    {
        var account = await api.GetAsync("/api/accounts/4406118");
        var address = account.GetProperty("address").GetString() ?? "";
        var place = address[..address.LastIndexOf(", кв.", StringComparison.Ordinal)];
        var houses = await api.ListAsync($"/api/houses?organisation=privolsk&query={Uri.EscapeDataString(place)}");
        var house = Assert.Single(houses, h => h.GetProperty("address").GetString() == place);
        return await api.PostAsync("/api/outages", new
        {
            organisation = "privolsk", kind = "emergency", services = new[] { "hotWater" },
            houseIds = new[] { house.GetProperty("id").GetString() }, cause = "riserAccident",
            plannedUntil = TimeProvider.System.GetUtcNow().AddHours(3),
        });
    }

    private static async Task WaitForOrderAsync(string database, string? outage)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (await OrdersAsync(database, outage) != 1)
        {
            Assert.True(clock.Elapsed < Limit, "no order to call the resident was placed");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static async Task<long> OrdersAsync(string database, string? outage)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("""
            select count(*) from pbx.dial_orders
            where tag = $1 and phone = $2 and kind = 'serviceNotice' and payload->>'service' = 'hotWater'
            """);
        command.Parameters.AddWithValue($"restored:{outage}");
        command.Parameters.AddWithValue(Resident);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }

    private static async Task<string> EmptyDatabaseAsync()
    {
        var name = $"outage_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create($"{PrivatePostgres.ConnectionString};Database=postgres");
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return $"{PrivatePostgres.ConnectionString};Database={name}";
    }
}
