using Npgsql;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Looks for files that no row names: one whose deletion a power cut undid, or whose row was lost with a database. The
/// first go at once; of the others nobody knows the class, so they are kept as long as any may be.
/// </summary>
/// <param name="database">The data source that acts as zhkh_system.</param>
public sealed class RecordingSweep(NpgsqlDataSource database, RecordingStore store, TimeProvider time)
{
    /// <summary>Ids asked about at once.</summary>
    public const int BatchMax = 500;

    /// <summary>The journal may still hold rows of the last days.</summary>
    private const int DaysOfJournal = 3;

    private const string Stray = "files no row names";

    /// <summary>Looks through all days once.</summary>
    /// <returns>How many files there are without a row, and how many of those went.</returns>
    public async Task<(int Found, int Gone)> RunAsync(CancellationToken cancel)
    {
        var (found, gone) = (0, 0);
        var months = await LongestTermAsync(cancel);
        var newest = time.DayOf().AddDays(-DaysOfJournal);
        foreach (var ids in store.Days.Where(day => day <= newest).SelectMany(store.List).Chunk(BatchMax))
        {
            foreach (var (id, isLogged) in await StraysAsync(ids, cancel))
            {
                found++;
                gone += await RemoveAsync(id, isLogged, months, cancel) ? 1 : 0;
            }
        }

        return (found, gone);
    }

    private async Task<int> LongestTermAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select max(months_max) from pbx.retention_limits");
        return await command.ExecuteScalarAsync(cancel) is int months ? months : int.MaxValue;
    }

    private async Task<IReadOnlyList<(Guid Id, bool IsLogged)>> StraysAsync(Guid[] ids, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select f.id, exists (select from pbx.recording_deletions d where d.recording_id = f.id)
            from unnest($1) as f(id)
            where not exists (select from pbx.recordings r where r.id = f.id)
            """);
        command.Parameters.AddWithValue(ids);
        return await command.ReadAsync(row => (row.GetGuid(0), row.GetBoolean(1)), cancel);
    }

    private async Task<bool> RemoveAsync(Guid id, bool isLogged, int months, CancellationToken cancel)
    {
        // A deletion that was logged had its term judged then; one month is what every term has at least.
        if (isLogged)
        {
            return store.Delete(id, termMonths: 1) is null;
        }

        if (RecordingPath.TimeOf(id) is not { } at || at.ToUniversalTime().AddMonths(months) > time.GetUtcNow())
        {
            return false;
        }

        var print = store.TryFingerprint(id);
        await using var command = database.CreateCommand("""
            insert into pbx.recording_deletions (recording_id, organisation, class, recorded_at, kept_until, months,
                source, cause, by_whom, hash, bytes, deleted_at)
            values ($1, '', $2, $3, $4, $5, $6, 'stray', 'calendar', $7, $8, $9) on conflict (recording_id) do nothing
            """);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(Calls.RecordingClasses.NameOf(
            store.TryOpen(id)?.Class ?? Calls.RecordingClass.Ordinary));
        command.Parameters.AddWithValue(at.ToUniversalTime());
        command.Parameters.AddWithValue(at.ToUniversalTime().AddMonths(months));
        command.Parameters.AddWithValue(months);
        command.Parameters.AddWithValue(Stray);
        command.Parameters.AddWithValue((object?)print?.Hash ?? DBNull.Value);
        command.Parameters.AddWithValue(print?.Bytes ?? 0);
        command.Parameters.AddWithValue(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancel);
        return store.Delete(id, months) is null;
    }
}
