using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Deletes what is past its term and held by nobody: intent, file, row with a line of the log. Killed between any two
/// of these, the next run finishes what was begun. The disk may be as full as it likes: nothing younger goes.
/// </summary>
/// <param name="database">The data source that acts as zhkh_system.</param>
public sealed class RecordingPurge(
    NpgsqlDataSource database, RecordingStore store, ITicketCalls tickets, TimeProvider time,
    ILogger<RecordingPurge> log)
{
    /// <summary>Recordings of one intent; a batch holds locks for as long as their files take to be hashed.</summary>
    public const int BatchMax = 100;

    /// <summary>Files that refuse to go before a run gives up on the rest: then the disk is ill, not full.</summary>
    public const int RefusalsMax = 100;

    /// <summary>Held tickets whose calls are asked for anew in one run.</summary>
    private const int TicketsMax = 10_000;

    private readonly SemaphoreSlim _alone = new(1);

    /// <summary>Looks through everything once.</summary>
    /// <param name="cause"><c>term</c> at night, <c>disk</c> when the disk ran low.</param>
    /// <returns>How many recordings went.</returns>
    public async Task<int> RunAsync(string cause, string byWhom, CancellationToken cancel)
    {
        await _alone.WaitAsync(cancel);
        try
        {
            await AskTicketsAsync(cancel);
            var refused = new List<Guid>();
            var count = await FinishAsync(refused, cancel);
            while (refused.Count < RefusalsMax && await IntendAsync(cause, byWhom, refused, cancel) > 0)
            {
                count += await FinishAsync(refused, cancel);
            }

            if (count > 0)
            {
                RecordingLog.Purged(log, count, cause);
            }

            return count;
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <summary>Guards of the log that are missing or switched off; only a superuser can do that.</summary>
    public async Task<IReadOnlyList<string>> GuardsGoneAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select w.table_name || '.' || w.name from pbx.guards_wanted w
            left join pbx.guards g on g.table_name = w.table_name and g.name = w.name where g.always is not true
            """);
        return await command.ReadAsync(row => row.GetString(0), cancel);
    }

    /// <summary>A call may have been linked to a held ticket since; without an answer nothing is deleted.</summary>
    private async Task AskTicketsAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select id, ticket_id from pbx.recording_holds where released_at is null and kind = 'ticket' limit $1");
        command.Parameters.AddWithValue(TicketsMax);
        foreach (var (hold, ticket) in await command.ReadAsync(row => (row.GetGuid(0), row.GetGuid(1)), cancel))
        {
            var calls = await tickets.OfAsync(ticket, cancel);
            await using var update = database.CreateCommand("""
                update pbx.recording_holds set call_ids = (select array(select distinct unnest(call_ids || $2)))
                where id = $1 and released_at is null and not call_ids @> $2
                """);
            update.Parameters.AddWithValue(hold);
            update.Parameters.AddWithValue(calls.ToArray());
            await update.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>Writes down what will be deleted: from here on a hold comes too late.</summary>
    private async Task<int> IntendAsync(
        string cause, string byWhom, IReadOnlyCollection<Guid> refused, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await HoldsStandStillAsync(transaction, cancel);
        await using var command = transaction.Command(
            $"{RecordingsDue.Sql} and r.id <> all ($3) order by r.started_at limit {BatchMax} "
            + "for update of r skip locked",
            time.GetUtcNow(), time.DayOf(), refused.ToArray());
        var due = await command.ReadAsync(DueRecording.Of, cancel);
        foreach (var one in due)
        {
            var print = store.TryFingerprint(one.Id);
            await transaction.RunAsync("""
                update pbx.recordings set deleting_since = $2, deleting = jsonb_build_object('hash', $3::text, 'bytes',
                    $4::bigint, 'keptUntil', $5::timestamptz, 'months', $6::int, 'source', $7::text, 'cause', $8::text,
                    'byWhom', $9::text)
                where id = $1
                """, cancel, one.Id, time.GetUtcNow(), print?.Hash, print?.Bytes ?? 0, one.KeptUntil, one.Months,
                one.Source, cause, byWhom);
        }

        await transaction.CommitAsync(cancel);
        return due.Count;
    }

    /// <summary>Files first, then their rows; also those of a run that was killed.</summary>
    private async Task<int> FinishAsync(List<Guid> refused, CancellationToken cancel)
    {
        var count = 0;
        await LetGoAsync(cancel);
        while (true)
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using var command = transaction.Command($"""
                select id, started_at, (deleting ->> 'keptUntil')::timestamptz, (deleting ->> 'months')::int,
                    deleting ->> 'source'
                from pbx.recordings where deleting_since is not null and id <> all ($1)
                order by deleting_since, id limit {BatchMax} for update skip locked
                """, refused.ToArray());
            var intended = await command.ReadAsync(DueRecording.Of, cancel);
            var gone = intended.Where(one => Erase(one, refused)).Select(one => one.Id).ToArray();
            count += gone.Length == 0 ? 0 : await LogAsync(transaction, gone, cancel);
            await transaction.CommitAsync(cancel);
            if (intended.Count < BatchMax)
            {
                return count;
            }
        }
    }

    private bool Erase(DueRecording one, List<Guid> refused)
    {
        if (store.Delete(one.Id, one.Months) is not { } reason)
        {
            return true;
        }

        RecordingLog.CannotDelete(log, one.Id, reason);
        refused.Add(one.Id);
        return false;
    }

    /// <summary>
    /// An intent of a killed run whose file is there still is taken back when somebody holds the recording now.
    /// </summary>
    private async Task LetGoAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await HoldsStandStillAsync(transaction, cancel);
        await using var command = transaction.Command("""
            select r.id, r.started_at, r.started_at, 0, '' from pbx.recordings r
            where r.deleting_since is not null and pbx.is_held(r.organisation, r.id, r.call_id, r.started_at, $1)
            """, time.DayOf());
        var held = (await command.ReadAsync(DueRecording.Of, cancel))
            .Where(one => store.TryFingerprint(one.Id) is not null).Select(one => one.Id).ToArray();
        await transaction.RunAsync(
            "update pbx.recordings set deleting_since = null, deleting = null where id = any ($1)", cancel, held);
        await transaction.CommitAsync(cancel);
    }

    private async Task<int> LogAsync(DbTransaction transaction, Guid[] gone, CancellationToken cancel)
    {
        await transaction.RunAsync("""
            insert into pbx.recording_deletions (recording_id, call_id, organisation, class, recorded_at, kept_until,
                months, source, cause, by_whom, hash, bytes, deleted_at)
            select id, call_id, organisation, class, started_at, (deleting ->> 'keptUntil')::timestamptz,
                (deleting ->> 'months')::int, deleting ->> 'source', deleting ->> 'cause', deleting ->> 'byWhom',
                deleting ->> 'hash', (deleting ->> 'bytes')::bigint, $2
            from pbx.recordings where id = any ($1) order by started_at, id
            """, cancel, gone, time.GetUtcNow());
        await transaction.RunAsync(
            "update pbx.calls set recording_id = null where recording_id = any ($1)", cancel, gone);
        return await transaction.RunAsync("delete from pbx.recordings where id = any ($1)", cancel, gone);
    }

    /// <summary>A hold is set either before an intent, which sees it, or after it.</summary>
    private static Task<int> HoldsStandStillAsync(DbTransaction transaction, CancellationToken cancel) =>
        transaction.RunAsync(RecordingHolds.StandStill, cancel);

    private sealed record DueRecording(
        Guid Id, DateTimeOffset StartedAt, DateTimeOffset KeptUntil, int Months, string Source)
    {
        public static DueRecording Of(DbDataReader row) => new(
            row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2),
            row.GetInt32(3), row.GetString(4));
    }
}
