using System.Security.Cryptography;
using System.Text.Json;
using Quartz;
using Zhkh.Pbx.Events;
using Zhkh.Pbx.Recording;

namespace Zhkh.Web.Tests.Recordings;

/// <summary>The night's work and the alarms of the disk, as the whole host does them.</summary>
[Collection(TakenInTurns.Name)]
public sealed class RecordingUpkeepTests(TestHost host)
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task The_job_of_the_night_deletes_what_is_past_its_term_and_nothing_else_and_writes_it_down()
    {
        var old = new OldRecordings(host);
        var past = await old.AddAsync(OldRecordings.Now.AddMonths(-3).AddDays(-5), "poll");
        Guid[] kept =
        [
            await old.AddAsync(OldRecordings.Now.AddMonths(-3).AddDays(3), "poll"),
            await old.AddAsync(OldRecordings.Now.AddMonths(-11), "ordinary"),
            await old.AddAsync(OldRecordings.Now.AddMonths(-35), "emergency"),
        ];
        var folder = RecordingOptions.In(host.Data).Folder;
        var file = OldRecordings.FileOf(folder, past);
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file)));

        var scheduler = await host.Get<ISchedulerFactory>().GetScheduler();
        await scheduler.TriggerJob(new JobKey("retention"));
        await OldRecordings.UntilAsync(async () => !await old.IsThereAsync(past));

        Assert.False(File.Exists(file));
        Assert.Equal($"poll 3 term calendar {hash}", await host.ScalarAsync<string>($"""
            select class || ' ' || months || ' ' || cause || ' ' || by_whom || ' ' || hash
            from pbx.recording_deletions where recording_id = '{past}'
            """));
        foreach (var id in kept)
        {
            Assert.True(await old.IsThereAsync(id));
            Assert.True(File.Exists(OldRecordings.FileOf(folder, id)));
        }
    }

    [Fact]
    public async Task A_disk_that_runs_low_is_said_to_the_desk_until_it_is_over_and_costs_only_what_is_past_its_term()
    {
        var old = new OldRecordings(host);
        using var person = await host.SignInAsync("supervisor");
        var past = await old.AddAsync(OldRecordings.Now.AddMonths(-3).AddDays(-6), "poll");
        var young = await old.AddAsync(OldRecordings.Now.AddMonths(-2), "poll");
        try
        {
            host.FreeBytes = 1500 * Megabyte;
            var low = await AlarmAsync(person, "diskLow");
            Assert.Equal("1500", low.GetProperty("text").GetString());
            Assert.Equal(JsonValueKind.Null, low.GetProperty("ticketId").ValueKind);
            await OldRecordings.UntilAsync(async () => !await old.IsThereAsync(past));
            Assert.Equal("disk", await host.ScalarAsync<string>(
                $"select cause from pbx.recording_deletions where recording_id = '{past}'"));
            Assert.True(await old.IsThereAsync(young));

            using var seen = await person.PostAsync(
                $"/api/attention/{low.GetProperty("id").GetGuid()}/seen", new { });
            Assert.True(seen.IsSuccessStatusCode);
            Assert.DoesNotContain(await AttentionAsync(person), item => ReasonOf(item).StartsWith("disk",
                StringComparison.Ordinal) && OrganisationOf(item) == "privolsk");
        }
        finally
        {
            host.FreeBytes = null;
        }

        await OldRecordings.UntilAsync(async () => !await host.ScalarAsync<bool>(
            "select exists (select from pbx.recording_alarms where kind = 'disk' and cleared_at is null)"));
        Assert.True(await old.IsThereAsync(young));
    }

    [Fact]
    public async Task What_was_seen_is_said_again_when_it_becomes_worse_and_cut_recordings_are_counted()
    {
        const string Nobodys = "of-this-test";
        await using var connection = await host.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var alarms = new RecordingAlarms(transaction, TimeProvider.System);
        var now = OldRecordings.Now;
        var cancel = CancellationToken.None;
        await alarms.DiskAsync(new RecordingDiskChanged(Nobodys, "low", 1500 * Megabyte, null, now), cancel);
        var low = (await alarms.OpenAsync(Nobodys, cancel)).Single();
        Assert.Equal(("diskLow", "1500"), (low.Reason, low.Detail));
        Assert.Equal(Nobodys, await alarms.SeenAsync(low.Id, "Анна", cancel));
        await alarms.DiskAsync(new RecordingDiskChanged(Nobodys, "low", 1400 * Megabyte, null, now), cancel);
        Assert.Empty(await alarms.OpenAsync(Nobodys, cancel));
        await alarms.DiskAsync(new RecordingDiskChanged(Nobodys, "critical", 90 * Megabyte, null, now), cancel);
        Assert.Equal("diskCritical", (await alarms.OpenAsync(Nobodys, cancel)).Single().Reason);
        await alarms.DiskAsync(new RecordingDiskChanged(Nobodys, "fine", 90_000 * Megabyte, "gone", now), cancel);
        Assert.Equal("gone", (await alarms.OpenAsync(Nobodys, cancel)).Single().Detail);
        await alarms.DiskAsync(new RecordingDiskChanged(Nobodys, "fine", 90_000 * Megabyte, null, now), cancel);
        Assert.Empty(await alarms.OpenAsync(Nobodys, cancel));

        for (var call = 0; call < 3; call++)
        {
            await alarms.PartialAsync(
                new RecordingCutShort(Guid.CreateVersion7(), Guid.CreateVersion7(), Nobodys, "disk full", now), cancel);
        }

        var partial = (await alarms.OpenAsync(Nobodys, cancel)).Single();
        Assert.Equal(("recordingPartial", "disk full", 3), (partial.Reason, partial.Detail, partial.Times));
        await alarms.SeenAsync(partial.Id, "Анна", cancel);
        Assert.Empty(await alarms.OpenAsync(Nobodys, cancel));
        Assert.Null(await alarms.SeenAsync(Guid.CreateVersion7(), "Анна", cancel));
    }

    private static string ReasonOf(JsonElement item) => item.GetProperty("reason").GetString() ?? "";

    private static string OrganisationOf(JsonElement item) => item.GetProperty("organisation").GetString() ?? "";

    private static async Task<JsonElement[]> AttentionAsync(ApiClient person) =>
        [.. (await person.JsonAsync("/api/attention")).EnumerateArray()];

    private static async Task<JsonElement> AlarmAsync(ApiClient person, string reason)
    {
        JsonElement? found = null;
        await OldRecordings.UntilAsync(async () => (found = (await AttentionAsync(person))
            .Where(item => ReasonOf(item) == reason && OrganisationOf(item) == "privolsk")
            .Select(item => (JsonElement?)item).FirstOrDefault()) is not null);
        return found!.Value;
    }
}
