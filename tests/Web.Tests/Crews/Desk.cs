using System.Net;
using System.Text.Json;
using Zhkh.Pbx.Events;

namespace Zhkh.Web.Tests.Crews;

/// <summary>What the tests of crews and marks do at the desk and behind the curtain.</summary>
internal static class Desk
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<string> TicketAsync(this ApiClient person, string priority = "normal")
    {
        using var opened = await person.PostAsync("/api/tickets",
            new { text = "Течёт кран, +7 937 000-00-30", accountNumber = "4406030", phone = "+79370000030", priority });
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        return (await ApiClient.ReadAsync(opened)).GetProperty("id").GetString()!;
    }

    public static async Task<JsonElement> AssignAsync(this ApiClient person, string ticket, string crew)
    {
        using var answer = await person.PostAsync($"/api/tickets/{ticket}/assign", new { crew });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ApiClient.ReadAsync(answer);
    }

    public static Task<string> SmsAsync(this TestHost host, string order, int rung = 0) => UntilAsync(async () =>
    {
        await using var command = host.Owner.CreateCommand("select text from web.outward_messages where key = $1");
        command.Parameters.AddWithValue($"crew:{order}:{rung}");
        return await command.ExecuteScalarAsync() as string;
    }, $"No SMS {rung} of order {order}");

    public static async Task<string> LinkAsync(this TestHost host, string order) =>
        (await host.SmsAsync(order)).Split("/c/")[^1];

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

    public static DialFinished Dialled(string kind, string tag, string disposition, DialAnswer? answer = null) => new(
        Guid.NewGuid(), kind, "privolsk", "+79370000030", null, disposition, 1, true,
        TimeProvider.System.GetUtcNow(), Guid.NewGuid(), Guid.NewGuid(), tag, null, answer);

    /// <summary>Asks the ticket until it is so.</summary>
    public static Task<JsonElement> TicketUntilAsync(
        this ApiClient person, string id, Func<JsonElement, bool> isSo) => UntilAsync<JsonElement?>(async () =>
    {
        var ticket = await person.JsonAsync($"/api/tickets/{id}");
        return isSo(ticket) ? ticket : null;
    }, $"Ticket {id} did not get there").ContinueWith(
        done => done.GetAwaiter().GetResult()!.Value, TaskScheduler.Default);

    public static async Task<T> UntilAsync<T>(Func<Task<T?>> ask, string complaint)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await ask() is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new TimeoutException(complaint);
    }

    public static string State(JsonElement ticket) =>
        ticket.GetProperty("assignment").GetProperty("state").GetString()!;

    public static IReadOnlyList<string> Steps(JsonElement ticket) =>
        [.. ticket.GetProperty("assignment").GetProperty("steps").EnumerateArray()
            .Select(s => s.GetProperty("what").GetString()!)];
}
