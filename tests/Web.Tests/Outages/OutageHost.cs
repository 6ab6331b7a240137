using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhkh.Web.Tests.Outages;

/// <summary>What the tests of outages and letters do with a running host.</summary>
internal static class OutageHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The house of an account.</summary>
    public static Task<Guid> HouseOfAsync(this TestHost host, string account) => host.ScalarAsync<Guid>($"""
        select p.house_id from billing.accounts a join billing.premises p on p.id = a.premise_id
        where a.number = '{account}'
        """);

    public static async Task<JsonElement> DeclareAsync(
        this ApiClient person, Guid house, string? key = null, Guid? ticketId = null, bool notify = false)
    {
        using var answer = await person.PostAsync("/api/outages", new
        {
            organisation = "privolsk", kind = "emergency", services = new[] { "hotWater" }, houseIds = new[] { house },
            cause = "riserAccident", plannedUntil = TimeProvider.System.GetUtcNow().AddHours(3), ticketId,
            notifyMunicipality = notify,
        }, ("Idempotency-Key", key ?? Guid.NewGuid().ToString()));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await ApiClient.ReadAsync(answer);
    }

    public static async Task<JsonElement> ActAsync(this ApiClient person, string path, object? body = null)
    {
        using var answer = await person.PostAsync(path, body ?? new { });
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        return await ApiClient.ReadAsync(answer);
    }

    /// <summary>Puts a fact into a module's outbox, as the module does.</summary>
    public static async Task TellAsync<TFact>(this TestHost host, string schema, TFact fact)
    {
        await using var command = host.Owner.CreateCommand($"""
            insert into {schema}.outbox (type, organisation, payload, created_at, not_before)
            values ($1, 'privolsk', $2::jsonb, now(), now())
            """);
        command.Parameters.AddWithValue(typeof(TFact).Name);
        command.Parameters.AddWithValue(JsonSerializer.Serialize(fact, Json));
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks until it is so; the relay's poll is a second.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (isSo(answer))
            {
                return answer;
            }

            Assert.True(clock.Elapsed < Patience, $"Still {answer}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
