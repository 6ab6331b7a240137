using System.Net;
using System.Text.Json;
using Zhkh.Pbx.Events;
using Zhkh.Web.Live;
using Zhkh.Web.Tests.Live;

namespace Zhkh.Web.Tests.Wiring;

/// <summary>ARCHITECTURE §3.3 B from the outbox on: what becomes of a missed call, through the running host.</summary>
public sealed class MissedCallTests(TestHost host) : IClassFixture<TestHost>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task A_missed_call_is_a_callback_with_both_clocks_from_its_arrival_and_screens_are_told()
    {
        using var person = await host.SignInAsync("dispatcher");
        await using var hub = await HubClient.ConnectAsync(host.Address, person.Cookie, person.Origin);
        var arrived = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var call = await MissAsync("+79370000118", arrived);

        var callback = await CallbackOfAsync(person, "+79370000118", "due");
        Assert.Equal(arrived.AddMinutes(5).ToUnixTimeMilliseconds(), Time(callback, "ownDueAt"));
        Assert.Equal(arrived.AddMinutes(10).ToUnixTimeMilliseconds(), Time(callback, "legalDueAt"));
        Assert.Equal(1, callback.GetProperty("missedCalls").GetInt32());
        Assert.Contains(call.ToString(), callback.GetProperty("callIds").EnumerateArray().Select(c => c.GetString()));
        // The list of calls changes as well, before or after; this returns once the callbacks were named.
        for (var count = 1; ListOf((await hub.EventsAsync(count))[count - 1]) != "callbacks"; count++)
        {
        }
    }

    [Fact]
    public async Task A_second_missed_call_of_the_number_is_a_note_and_the_talk_closes_both()
    {
        using var person = await host.SignInAsync("dispatcher");
        var arrived = TimeProvider.System.GetUtcNow().AddMinutes(-2);
        await MissAsync("+79370000031", arrived);
        await MissAsync("+79370000031", arrived.AddSeconds(30));
        var open = await CallbackOfAsync(person, "+79370000031", "due", missed: 2);
        Assert.Equal(arrived.AddMinutes(5).ToUnixTimeMilliseconds(), Time(open, "ownDueAt"));

        var call = Guid.CreateVersion7();
        var now = TimeProvider.System.GetUtcNow();
        await TellAsync(new CallAnswered(call, "privolsk", "+79370000031", null, "201", now.AddSeconds(-20), null));
        await TellAsync(new CallFinished(call, "privolsk", "inbound", "+79370000031", null, "answered",
            now.AddSeconds(-25), now, 20, null, null));
        await CallbackOfAsync(person, "+79370000031", "resolvedByInbound", missed: 2);
    }

    [Fact]
    public async Task Calling_back_without_a_registered_phone_changes_nothing()
    {
        using var person = await host.SignInAsync("dispatcher");
        await MissAsync("+79370000007", TimeProvider.System.GetUtcNow());
        var callback = await CallbackOfAsync(person, "+79370000007", "due");
        var id = callback.GetProperty("id").GetString();
        using var answer = await person.PostAsync($"/api/callbacks/{id}/attempts", null);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("/problems/phoneNotReady", (await ApiClient.ReadAsync(answer)).GetProperty("type").GetString());
        var after = await person.JsonAsync($"/api/callbacks/{id}");
        Assert.Equal("due", after.GetProperty("status").GetString());
        Assert.Empty(after.GetProperty("attempts").EnumerateArray());

        using var drop = await person.PostAsync($"/api/callbacks/{id}/drop", new { reason = "solved otherwise" });
        Assert.Equal(HttpStatusCode.NoContent, drop.StatusCode);
        using var again = await person.PostAsync($"/api/callbacks/{id}/drop", new { reason = "twice" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task An_overdue_callback_rings_the_screens()
    {
        using var person = await host.SignInAsync("dispatcher");
        await using var hub = await HubClient.ConnectAsync(host.Address, person.Cookie, person.Origin);
        await MissAsync("+79379999999", TimeProvider.System.GetUtcNow().AddMinutes(-6));
        for (var count = 1; ; count++)
        {
            var pushed = (await hub.EventsAsync(count))[count - 1];
            if (pushed.GetProperty("type").GetString() == LiveEventType.CallbackAlarm)
            {
                Assert.Equal("+79379999999", pushed.GetProperty("data").GetProperty("phone").GetString());
                return;
            }
        }
    }

    private async Task<Guid> MissAsync(string phone, DateTimeOffset arrived)
    {
        var call = Guid.CreateVersion7();
        await TellAsync(new CallMissed(call, "privolsk", phone, null, arrived, arrived.AddSeconds(40), "abandoned"));
        return call;
    }

    private async Task TellAsync<TFact>(TFact fact)
    {
        await using var command = host.Owner.CreateCommand(
            "insert into pbx.outbox (type, organisation, payload) values ($1, 'privolsk', $2::jsonb)");
        command.Parameters.AddWithValue(typeof(TFact).Name);
        command.Parameters.AddWithValue(JsonSerializer.Serialize(fact, Json));
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks until the relay was there; the poll of the relay is a second, ten are patience enough.</summary>
    private static async Task<JsonElement> CallbackOfAsync(
        ApiClient person, string phone, string status, int missed = 1)
    {
        var list = default(JsonElement);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            list = await person.JsonAsync($"/api/callbacks?phone={Uri.EscapeDataString(phone)}");
            foreach (var callback in list.GetProperty("items").EnumerateArray())
            {
                if (callback.GetProperty("status").GetString() == status
                    && callback.GetProperty("missedCalls").GetInt32() == missed)
                {
                    return callback;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new TimeoutException($"No callback {status} of {phone} with {missed} calls: {list}");
    }

    private static long Time(JsonElement callback, string name) =>
        callback.GetProperty(name).GetDateTimeOffset().ToUnixTimeMilliseconds();

    private static string? ListOf(JsonElement pushed) => pushed.GetProperty("type").GetString() == "changed"
        ? pushed.GetProperty("data").GetProperty("list").GetString()
        : null;
}
