using System.Data.Common;
using Npgsql;
using Zhkh.Pbx.Queues;

namespace Zhkh.Pbx.Storage;

/// <summary>
/// Reads of calls for people at screens, inside the host's transaction: row guards keep the asker at home.
/// </summary>
public sealed class CallBoard(DbTransaction transaction)
{
    public const int PageMax = 200;

    private const string Columns = """
        id, sip_call_id, direction, from_number, to_number, phone, extension, started_at, answered_at,
        human_answered_at, ended_at, outcome, is_short, organisation, account_number, language, heard, digits,
        recording_id, campaign_id, transfers
        """;

    /// <summary>Newest first; <paramref name="filter"/> says which.</summary>
    public async Task<IReadOnlyList<CallRow>> ListAsync(CallFilter filter, CancellationToken cancel) =>
        await RowsAsync($"""
            select {Columns} from pbx.calls
            where ($1::timestamptz is null or (started_at, id) < ($1, $2))
              and ($3::text is null or phone = $3) and ($4::text is null or outcome = $4)
            order by started_at desc, id desc limit $5
            """, cancel, filter.AfterStart?.ToUniversalTime(), filter.AfterId, filter.Phone, filter.Outcome,
            Math.Clamp(filter.Limit, 1, PageMax));

    /// <summary>One call, or null when there is none the asker may see.</summary>
    public async Task<CallRow?> GetAsync(Guid id, CancellationToken cancel) =>
        (await RowsAsync($"select {Columns} from pbx.calls where id = $1", cancel, id)).SingleOrDefault();

    /// <summary>The call of a recording, or null when there is none the asker may see.</summary>
    public async Task<CallRow?> OfRecordingAsync(Guid recordingId, CancellationToken cancel) =>
        (await RowsAsync(
            $"select {Columns} from pbx.calls where id = (select call_id from pbx.recordings where id = $1)",
            cancel, recordingId)).SingleOrDefault();

    /// <summary>The recordings of these calls, by call; a call without one is not in the answer.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> RecordingsOfAsync(Guid[] callIds, CancellationToken cancel)
    {
        await using var command = Command(
            "select id, recording_id from pbx.calls where id = any ($1) and recording_id is not null", callIds);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var recordings = new Dictionary<Guid, Guid>();
        while (await reader.ReadAsync(cancel))
        {
            recordings.Add(reader.GetGuid(0), reader.GetGuid(1));
        }

        return recordings;
    }

    /// <summary>How often a phone has called since a moment; calls under way count.</summary>
    public async Task<int> CountSinceAsync(string phone, DateTimeOffset since, CancellationToken cancel)
    {
        await using var command = Command(
            "select count(*)::int from pbx.calls where phone = $1 and direction = 'inbound' and started_at >= $2",
            phone, since.ToUniversalTime());
        return await command.ExecuteScalarAsync(cancel) is int count ? count : 0;
    }

    /// <summary>
    /// Whole percent of the calls for a person since a moment that one answered within
    /// <see cref="QueueTally.AnswerLimit"/> (ПП РФ 416, п. 13); null when nobody asked for a person. Who hung up within
    /// five seconds does not count, nor who waits still; only all of them are a hundred.
    /// </summary>
    public async Task<int?> AnsweredInTimePercentAsync(DateTimeOffset since, CancellationToken cancel)
    {
        await using var command = Command("""
            select (100 * count(*) filter (where human_answered_at <= started_at + $2) / nullif(count(*), 0))::int
            from pbx.calls
            where direction = 'inbound' and line is not null and not is_short and started_at >= $1
              and (ended_at is not null or human_answered_at is not null)
            """, since.ToUniversalTime(), QueueTally.AnswerLimit);
        return await command.ExecuteScalarAsync(cancel) as int?;
    }

    private async Task<List<CallRow>> RowsAsync(string sql, CancellationToken cancel, params object?[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<CallRow>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new CallRow(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                Text(reader, 5), Text(reader, 6), reader.GetFieldValue<DateTimeOffset>(7), Time(reader, 8),
                Time(reader, 9), Time(reader, 10), Text(reader, 11), reader.GetBoolean(12), reader.GetString(13),
                Text(reader, 14), reader.GetString(15), reader.GetFieldValue<string[]>(16), reader.GetString(17),
                Id(reader, 18), Id(reader, 19))
            {
                Transfers = MovesJson.Read(reader.GetString(20)),
            });
        }

        return rows;
    }

    private NpgsqlCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, (NpgsqlConnection?)transaction.Connection, (NpgsqlTransaction)transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    private static string? Text(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    private static Guid? Id(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);
}
