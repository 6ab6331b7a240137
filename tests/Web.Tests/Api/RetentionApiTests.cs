using System.Net;
using System.Text.Json;
using Zhkh.Pbx.Recording;

namespace Zhkh.Web.Tests.Api;

/// <summary>The list of recordings, holds, rules, the log and the key, as a signed-in person meets them.</summary>
[Collection(Recordings.TakenInTurns.Name)]
public sealed class RetentionApiTests(TestHost host)
{
    private const int Ticks = 60;

    [Fact]
    public async Task A_recording_is_listed_with_its_class_its_term_and_its_outline()
    {
        var (id, phone) = await RecordAsync("emergency");
        using var person = await host.SignInAsync("supervisor");
        var row = (await person.JsonAsync($"/api/recordings?phone={Uri.EscapeDataString(phone)}&class=emergency"))
            .GetProperty("items").EnumerateArray().Single();
        Assert.Equal(id, row.GetProperty("id").GetGuid());
        var kept = row.GetProperty("keptUntil").GetDateTimeOffset();
        Assert.Equal(row.GetProperty("endedAt").GetDateTimeOffset().AddMonths(36), kept);
        Assert.Equal(JsonValueKind.Null, row.GetProperty("holdId").ValueKind);
        Assert.Empty((await person.JsonAsync($"/api/recordings?phone={Uri.EscapeDataString(phone)}&class=debt"))
            .GetProperty("items").EnumerateArray());

        var peaks = await person.JsonAsync($"/api/recordings/{id}/peaks?points=4");
        Assert.Equal(1.2, peaks.GetProperty("seconds").GetDouble());
        Assert.All(peaks.GetProperty("caller").EnumerateArray(), p => Assert.InRange(p.GetInt32(), 60, 66));
        Assert.All(peaks.GetProperty("ours").EnumerateArray(), p => Assert.InRange(p.GetInt32(), 29, 33));
    }

    [Fact]
    public async Task A_dispatcher_listens_and_a_supervisor_takes_the_file_away_with_a_line_in_the_audit()
    {
        var (id, _) = await RecordAsync();
        using var dispatcher = await host.SignInAsync("dispatcher");
        using var refused = await dispatcher.GetAsync($"/api/recordings/{id}/download");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var supervisor = await host.SignInAsync("supervisor");
        using var file = await supervisor.GetAsync($"/api/recordings/{id}/download");
        Assert.Equal($"{id:D}.wav", file.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal(44 + (Ticks * 640), (await file.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal("supervisor", await host.ScalarAsync<string>(
            $"select operator from web.audit where act = 'listen' and subject = '{id}' and detail = 'download'"));
    }

    [Fact]
    public async Task What_is_held_is_seen_stays_and_is_released_with_a_reason()
    {
        var (id, phone) = await RecordAsync("poll", "2020-05-01");
        using var person = await host.SignInAsync("supervisor");
        using var noReason = await person.PostAsync("/api/recordings/holds", new { recordingId = id });
        Assert.Equal(HttpStatusCode.BadRequest, noReason.StatusCode);
        using var twoSubjects = await person.PostAsync(
            "/api/recordings/holds", new { recordingId = id, phone, reason = "суд" });
        Assert.Equal(HttpStatusCode.BadRequest, twoSubjects.StatusCode);
        using var held = await person.PostAsync(
            "/api/recordings/holds",
            new { organisation = "privolsk", phone, from = "2020-05-01", to = "2020-05-01", reason = "суд" });
        Assert.Equal(HttpStatusCode.Created, held.StatusCode);
        var hold = (await ApiClient.ReadAsync(held)).GetProperty("id").GetGuid();
        var row = (await person.JsonAsync($"/api/recordings?held=true&phone={Uri.EscapeDataString(phone)}"))
            .GetProperty("items").EnumerateArray().Single();
        Assert.Equal(hold, row.GetProperty("holdId").GetGuid());

        await PurgeAsync();
        Assert.NotNull(host.Get<RecordingStore>().TryOpen(id));
        using var released = await person.PostAsync(
            $"/api/recordings/holds/{hold}/release", new { reason = "дело закрыто" });
        Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
        using var twice = await person.PostAsync($"/api/recordings/holds/{hold}/release", new { reason = "ещё раз" });
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
        Assert.Equal(2, await host.ScalarAsync<long>(
            $"select count(*) from web.audit where subject_kind = 'hold' and subject = '{hold}'"));

        // The file says that it was recorded a moment ago, whatever the row says: it stays.
        await PurgeAsync();
        Assert.NotNull(host.Get<RecordingStore>().TryOpen(id));
    }

    [Fact]
    public async Task A_hold_on_a_ticket_holds_calls_that_are_linked_to_it_later()
    {
        var (id, _) = await RecordAsync("poll", "2020-06-01");
        using var person = await host.SignInAsync("supervisor");
        using var opened = await person.PostAsync("/api/tickets", new { text = "Течь", accountNumber = "4406030" });
        var ticket = await ApiClient.ReadAsync(opened);
        using var held = await person.PostAsync("/api/recordings/holds", new
        {
            organisation = "privolsk", ticketNumber = ticket.GetProperty("number").GetInt64(), reason = "жалоба",
        });
        Assert.Equal(HttpStatusCode.Created, held.StatusCode);
        await host.ExecuteAsync($"""
            insert into dispatch.ticket_calls (ticket_id, call_id, organisation)
            values ('{ticket.GetProperty("id").GetGuid()}', '{id}', 'privolsk')
            """);
        File.Delete(FileOf(id));
        await PurgeAsync();
        Assert.Equal(1, await host.ScalarAsync<long>($"select count(*) from pbx.recordings where id = '{id}'"));
        using var unknown = await person.PostAsync(
            "/api/recordings/holds", new { organisation = "privolsk", ticketNumber = 99_999_999, reason = "жалоба" });
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task What_went_is_in_the_log_and_its_call_names_no_recording_any_more()
    {
        var (id, _) = await RecordAsync("poll", "2020-07-01");
        File.Delete(FileOf(id));
        await PurgeAsync();
        using var person = await host.SignInAsync("supervisor");
        var line = (await person.JsonAsync("/api/recordings/deletions")).GetProperty("items").EnumerateArray()
            .Single(each => each.GetProperty("recordingId").GetGuid() == id);
        Assert.Equal(("poll", 3, "term", "test"), (
            line.GetProperty("class").GetString(), line.GetProperty("months").GetInt32(),
            line.GetProperty("cause").GetString(), line.GetProperty("byWhom").GetString()));
        var call = await person.JsonAsync($"/api/calls/{id}");
        Assert.Equal(JsonValueKind.Null, call.GetProperty("recordingId").ValueKind);
    }

    [Fact]
    public async Task A_term_below_the_minimum_is_refused_with_the_reason_in_the_persons_words()
    {
        using var person = await host.SignInAsync("admin");
        using var tooShort = await RuleAsync(person, "emergency", 12, 1);
        Assert.Equal(HttpStatusCode.BadRequest, tooShort.StatusCode);
        var why = (await ApiClient.ReadAsync(tooShort)).GetProperty("detail").GetString()!;
        Assert.Contains("36", why, StringComparison.Ordinal);
        Assert.Contains("свой норматив", why, StringComparison.Ordinal);
        using var tooLong = await RuleAsync(person, "ordinary", 99, 1);
        using var past = await RuleAsync(person, "ordinary", 6, -2);
        Assert.All([tooLong, past], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        using var good = await RuleAsync(person, "crew", 24, 0);
        using var again = await RuleAsync(person, "crew", 25, 0);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (good.StatusCode, again.StatusCode));
        var terms = (await person.JsonAsync("/api/retention")).GetProperty("terms").EnumerateArray();
        Assert.Contains(terms, t => t.GetProperty("organisation").GetString() == "privolsk"
            && t.GetProperty("class").GetString() == "crew" && t.GetProperty("months").GetInt32() == 24);
        using var supervisor = await host.SignInAsync("supervisor");
        using var refused = await RuleAsync(supervisor, "crew", 30, 5);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task The_key_is_changed_by_one_act_and_everything_can_still_be_heard()
    {
        var (id, _) = await RecordAsync();
        using var person = await host.SignInAsync("admin");
        var before = CurrentKey(await person.JsonAsync("/api/retention/storage"));
        using var begun = await person.PostAsync("/api/retention/keys", new { });
        // Another test may have begun one.
        Assert.True(begun.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.Conflict);
        var patience = TimeProvider.System.GetTimestamp();
        var now = await person.JsonAsync("/api/retention/storage");
        while (now.GetProperty("rotating").GetBoolean())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromSeconds(30));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            now = await person.JsonAsync("/api/retention/storage");
        }

        Assert.NotEqual(before, CurrentKey(now));
        Assert.Single(now.GetProperty("keys").EnumerateArray());
        using var sound = await person.GetAsync($"/api/recordings/{id}.wav");
        Assert.Equal(44 + (Ticks * 640), (await sound.Content.ReadAsByteArrayAsync()).Length);
    }

    private static string? CurrentKey(JsonElement storage) =>
        storage.GetProperty("keys").EnumerateArray().First().GetProperty("id").GetString();

    private static Task<HttpResponseMessage> RuleAsync(ApiClient person, string ofClass, int months, int inDays) =>
        person.PostAsync("/api/retention/rules", new Dictionary<string, object>
        {
            ["organisation"] = "privolsk", ["class"] = ofClass, ["months"] = months, ["source"] = "приказ 7",
            ["validFrom"] = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(inDays)
                .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        });

    private Task<int> PurgeAsync() => host.Get<RecordingPurge>().RunAsync("term", "test", CancellationToken.None);

    private string FileOf(Guid id) => Directory.EnumerateFiles(
        host.Get<Zhkh.Web.Hosting.DataFolder>().Recordings, $"{id:D}.*", SearchOption.AllDirectories).Single();

    private async Task<(Guid Id, string Phone)> RecordAsync(string ofClass = "ordinary", string? day = null)
    {
        var id = Guid.CreateVersion7();
        var phone = $"+7937{Random.Shared.Next(1_000_000, 9_999_999)}";
        var recorder = host.Get<RecordingStore>().Begin(id);
        for (var tick = 0; tick < Ticks; tick++)
        {
            recorder.Write(
                Enumerable.Repeat((short)8_000, 160).ToArray(), Enumerable.Repeat((short)-4_000, 160).ToArray());
        }

        recorder.Dispose();
        await recorder.Closed;
        var at = day is null ? "now()" : $"'{day}T10:00:00Z'";
        await host.ExecuteAsync($"""
            insert into pbx.calls (id, sip_call_id, node, direction, from_number, to_number, phone, started_at,
                ended_at, outcome, organisation, language, recording_id)
            values ('{id}', 'rec', 'n1', 'inbound', '{phone}', '100', '{phone}', {at}, {at}, 'answered', 'privolsk',
                'ru', '{id}');
            insert into pbx.recordings (id, call_id, organisation, node, started_at, ended_at, class)
            values ('{id}', '{id}', 'privolsk', 'n1', {at}, {at}, '{ofClass}');
            """);
        return (id, phone);
    }
}
