using System.Net;
using System.Text.Json;
using Zhkh.Pbx.Events;
using Zhkh.Pbx.Recording;
using Zhkh.Web.Live;
using Zhkh.Web.Tests.Live;
using Zhkh.Web.Tests.Outages;

namespace Zhkh.Web.Tests.Queues;

/// <summary>A message from the exchange's fact to the mark of who listened, through the running host.</summary>
public sealed class VoicemailApiTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact]
    public async Task A_message_is_listed_with_its_clock_played_and_then_marked_done()
    {
        using var person = await host.SignInAsync("dispatcher");
        var message = await LeaveAsync(person, TimeProvider.System.GetUtcNow());
        var id = message.GetProperty("id").GetGuid();
        Assert.Equal(
            message.GetProperty("leftAt").GetDateTimeOffset().AddMinutes(10),
            message.GetProperty("dueAt").GetDateTimeOffset());

        using var early = await person.PostAsync($"/api/messages/{id}/review", new { note = "" });
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Equal("/problems/messageNotHeard", (await ApiClient.ReadAsync(early)).GetProperty("type").GetString());

        using var sound = await person.GetAsync($"/api/messages/{id}/recording.wav");
        Assert.Equal(HttpStatusCode.OK, sound.StatusCode);
        Assert.Equal("audio/wav", sound.Content.Headers.ContentType?.MediaType);
        Assert.Equal(1L, await host.ScalarAsync<long>($"""
            select count(*) from web.audit
            where subject_kind = 'message' and subject = '{id}' and lower(act) = 'listen'
            """));
        using var done = await person.PostAsync($"/api/messages/{id}/review", new { note = "заявка 12" });
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        using var twice = await person.PostAsync($"/api/messages/{id}/review", new { note = "" });
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.DoesNotContain(Ids(await person.JsonAsync("/api/messages")), each => each == id);
        Assert.Contains(Ids(await person.JsonAsync("/api/messages?open=false")), each => each == id);
    }

    [Fact]
    public async Task An_overdue_message_rings_the_screens_and_is_a_breach_on_record()
    {
        using var person = await host.SignInAsync("dispatcher");
        await using var hub = await HubClient.ConnectAsync(host.Address, person.Cookie, person.Origin);
        var message = await LeaveAsync(person, TimeProvider.System.GetUtcNow().AddMinutes(-11));
        for (var count = 1; ; count++)
        {
            var pushed = (await hub.EventsAsync(count))[count - 1];
            if (pushed.GetProperty("type").GetString() == LiveEventType.MessageAlarm)
            {
                Assert.True(pushed.GetProperty("data").GetProperty("isBreach").GetBoolean());
                break;
            }
        }

        var id = message.GetProperty("id").GetGuid();
        Assert.Equal("breached", await host.ScalarAsync<string>(
            $"select status from dispatch.messages where id = '{id}'"));
    }

    private async Task<JsonElement> LeaveAsync(ApiClient person, DateTimeOffset at)
    {
        var store = host.Get<RecordingStore>();
        var recorder = store.Begin(Guid.CreateVersion7());
        for (var tick = 0; tick < 20; tick++)
        {
            recorder.Write(new short[160], new short[160]);
        }

        recorder.Dispose();
        await recorder.Closed;
        var call = Guid.CreateVersion7();
        await host.TellAsync("pbx", new MessageLeft(
            call, recorder.Id, "privolsk", "dispatchers", null, null, at.AddMinutes(-1), at, 12));
        var list = await OutageHost.EventuallyAsync(
            () => person.JsonAsync("/api/messages"), page => page.GetProperty("items").EnumerateArray()
                .Any(m => m.GetProperty("callId").GetGuid() == call));
        return list.GetProperty("items").EnumerateArray().Single(m => m.GetProperty("callId").GetGuid() == call);
    }

    private static List<Guid> Ids(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetGuid())];
}
