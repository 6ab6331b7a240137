using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Recording;

namespace Zhkh.Pbx.Tests.Recording;

/// <summary>One rule of the purge at a time.</summary>
public sealed class RecordingPurgeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 1, 0, 0, TimeSpan.Zero);
    private RetentionTown _town = null!;

    public async ValueTask InitializeAsync() => _town = await RetentionTown.BuildAsync(Now);

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task A_row_that_lies_about_its_age_deletes_nothing()
    {
        var young = _town.Make(Now.AddDays(-10), RecordingClass.Poll);
        await _town.RecordAsync([young]);
        await _town.Database.ExecuteAsync(
            "update pbx.recordings set started_at = '2020-01-01', ended_at = '2020-01-01'");
        Assert.Equal(0, await RunAsync());
        Assert.Contains(young.Id, _town.Files());
        Assert.Contains(young.Id, await _town.RowsAsync());
        Assert.Empty(await _town.LoggedAsync());
    }

    [Fact]
    public async Task A_row_whose_file_was_never_made_goes_without_a_hash()
    {
        var one = _town.Make(Now.AddMonths(-4), RecordingClass.Poll);
        await _town.RecordAsync([one]);
        File.Delete(_town.Folder.File(one.Id));
        Assert.Equal(1, await RunAsync());
        Assert.Equal(1, await _town.Database.ScalarAsync<long>(
            "select count(*) from pbx.recording_deletions where hash is null and months = 3 and cause = 'term'"));
    }

    [Fact]
    public async Task A_recording_of_an_organisation_without_a_profile_stays()
    {
        var one = _town.Make(Now.AddYears(-9), organisation: "nobody");
        await _town.RecordAsync([one]);
        Assert.Equal(0, await RunAsync());
        Assert.Contains(one.Id, _town.Files());
    }

    [Fact]
    public async Task A_hold_set_while_a_killed_run_left_its_intent_is_respected()
    {
        var one = _town.Make(Now.AddMonths(-4), RecordingClass.Poll);
        await _town.RecordAsync([one]);
        await _town.Database.ExecuteAsync("""
            update pbx.recordings set deleting_since = now(), deleting = '{"hash":"x","bytes":1,"months":3,"source":"s",
                "keptUntil":"2027-02-01T00:00:00Z","cause":"term","byWhom":"calendar"}'
            """);
        // It is being deleted: too late for a hold on the very recording.
        Assert.Null(await _town.HoldAsync("privolsk", new HoldSubject(RecordingId: one.Id)));
        var hold = await _town.HoldAsync("privolsk", new HoldSubject(CallId: one.Id));
        Assert.Equal(0, await RunAsync());
        Assert.Contains(one.Id, _town.Files());
        await _town.ReleaseAsync(hold!.Value);
        Assert.Equal(1, await RunAsync());
        Assert.Empty(_town.Files());
    }

    [Fact]
    public async Task A_running_recording_is_never_deleted()
    {
        var one = _town.Make(Now.AddMonths(-4), RecordingClass.Poll);
        await _town.RecordAsync([one]);
        File.Delete(_town.Folder.File(one.Id));
        var recorder = _town.Store.Begin(one.Id);
        RecordingFolder.Feed(recorder, 0, 10);
        _town.Store.Flush();
        Assert.Equal(0, await RunAsync());
        Assert.Contains(one.Id, _town.Files());
    }

    [Fact]
    public async Task Files_without_a_row_are_found_and_go_when_any_term_is_over()
    {
        var old = _town.Make(Now.AddMonths(-37));
        var young = _town.Make(Now.AddMonths(-30));
        var back = _town.Make(Now.AddMonths(-5), RecordingClass.Poll);
        await _town.RecordAsync([old, young, back]);
        var copy = await File.ReadAllBytesAsync(_town.Folder.File(back.Id));
        var path = _town.Folder.File(back.Id);
        await _town.Database.ExecuteAsync(
            $"delete from pbx.recordings where id in ('{old.Id}', '{young.Id}')");
        Assert.Equal(1, await RunAsync());
        await File.WriteAllBytesAsync(path, copy);   // a power cut undid the deletion
        Assert.Equal((3, 2), await _town.Sweep.RunAsync(CancellationToken.None));
        Assert.Equal([young.Id], _town.Files());
        Assert.Equal([back.Id, old.Id], (await _town.LoggedAsync()).OrderDescending());
    }

    [Theory]
    [InlineData("update pbx.recording_deletions set by_whom = 'x'")]
    [InlineData("delete from pbx.recording_deletions")]
    [InlineData("truncate pbx.recording_deletions")]
    [InlineData("alter table pbx.recording_deletions disable trigger insert_only")]
    [InlineData("drop trigger insert_only on pbx.recording_deletions")]
    [InlineData("set session_replication_role = replica; delete from pbx.recording_deletions")]
    [InlineData("update pbx.retention_rules set months = 1")]
    [InlineData("delete from pbx.recording_holds")]
    [InlineData("update pbx.recording_holds set reason = 'x'")]
    [InlineData("insert into pbx.retention_rules values "
        + "(gen_random_uuid(), 'privolsk', 'emergency', 3, 's', '2028-01-01', now(), 'x')")]
    public async Task Nobody_rewrites_the_log_not_even_the_owner(string sql)
    {
        var (one, other) = (_town.Make(Now.AddMonths(-4), RecordingClass.Poll), _town.Make(Now));
        await _town.RecordAsync([one, other]);
        await RunAsync();
        await _town.HoldAsync("privolsk", new HoldSubject(RecordingId: other.Id));
        await _town.RuleAsync("privolsk", "ordinary", 6, new DateOnly(2027, 4, 1));
        await Assert.ThrowsAsync<PostgresException>(() => _town.Database.ExecuteAsync(sql));
        Assert.Empty(await _town.Purge.GuardsGoneAsync(CancellationToken.None));
        Assert.Single(await _town.LoggedAsync());
    }

    [Fact]
    public async Task A_rule_is_refused_with_the_reason()
    {
        Assert.IsType<RetentionVerdict.OutOfBounds>(await RuleAsync("emergency", 12, 1));
        Assert.IsType<RetentionVerdict.OutOfBounds>(await RuleAsync("ordinary", 2, 1));
        Assert.IsType<RetentionVerdict.OutOfBounds>(await RuleAsync("ordinary", 37, 1));
        Assert.IsType<RetentionVerdict.UnknownClass>(await RuleAsync("whatever", 12, 1));
        Assert.IsType<RetentionVerdict.InThePast>(await RuleAsync("ordinary", 12, -1));
        Assert.IsType<RetentionVerdict.Set>(await RuleAsync("ordinary", 6, 0));
        Assert.IsType<RetentionVerdict.DayTaken>(await RuleAsync("ordinary", 7, 0));
    }

    private Task<RetentionVerdict> RuleAsync(string ofClass, int months, int inDays) =>
        _town.RuleAsync("privolsk", ofClass, months, DateOnly.FromDateTime(Now.UtcDateTime).AddDays(inDays));

    private Task<int> RunAsync() => _town.Purge.RunAsync("term", "calendar", CancellationToken.None);
}
