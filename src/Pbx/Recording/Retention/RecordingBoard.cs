using System.Data.Common;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// Reads of recordings for people at screens, inside the host's transaction: row guards keep the asker at home.
/// </summary>
public sealed class RecordingBoard(DbTransaction transaction, TimeProvider time)
{
    public const int PageMax = 200;

    private const string Select = """
        select r.id, r.call_id, r.organisation, r.class, c.direction, c.phone, c.extension, c.account_number,
            r.started_at, r.ended_at, r.partial_reason, pbx.kept_until(r.started_at, r.ended_at, t.months), h.id,
            c.outcome
        from pbx.recordings r
        join pbx.calls c on c.id = r.call_id
        left join pbx.retention_terms($1) t on t.organisation = r.organisation and t.class = r.class
            and r.started_at >= t.from_on::timestamp at time zone 'UTC'
            and r.started_at < t.to_on::timestamp at time zone 'UTC'
        left join lateral (select h.id from pbx.recording_holds h
            where h.organisation = r.organisation and h.released_at is null and (h.until is null or h.until >= $1)
                and (h.recording_id = r.id or h.call_id = r.call_id or r.call_id = any (h.call_ids)
                    or (h.phone = c.phone and r.started_at >= h.from_at and r.started_at < h.to_at))
            order by h.set_at limit 1) h on true
        where r.deleting_since is null
        """;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RecordingRow>> ListAsync(RecordingFilter filter, CancellationToken cancel)
    {
        await using var command = transaction.Command($"""
            {Select}
              and ($2::timestamptz is null or (r.started_at, r.id) < ($2, $3::uuid))
              and ($4::timestamptz is null or r.started_at >= $4) and ($5::timestamptz is null or r.started_at < $5)
              and ($6::text is null or c.phone = $6) and ($7::text is null or r.organisation = $7)
              and ($8::text is null or r.class = $8) and ($9::text is null or c.extension = $9)
              and ($10::boolean is null or (h.id is not null) = $10)
              and ($11::int is null or r.seconds >= $11) and ($12::int is null or r.seconds <= $12)
              and ($13::uuid[] is null or r.call_id = any ($13))
            order by r.started_at desc, r.id desc limit $14
            """, time.DayOf(), filter.AfterStart, filter.AfterId, filter.From, filter.To, filter.Phone,
            filter.Organisation, filter.Class, filter.Extension, filter.Held, filter.SecondsMin, filter.SecondsMax,
            filter.CallIds?.ToArray(), Math.Clamp(filter.Limit, 1, PageMax));
        return await command.ReadAsync(Of, cancel);
    }

    /// <summary>One recording, or null when there is none the asker may see.</summary>
    public async Task<RecordingRow?> GetAsync(Guid id, CancellationToken cancel)
    {
        await using var command = transaction.Command($"{Select} and r.id = $2", time.DayOf(), id);
        return (await command.ReadAsync(Of, cancel)).SingleOrDefault();
    }

    /// <summary>The deletion log, the newest line first.</summary>
    public async Task<IReadOnlyList<RecordingDeletion>> DeletionsAsync(
        string? organisation, long? after, int limit, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select id, recording_id, organisation, class, recorded_at, kept_until, months, source, cause, by_whom, hash,
                bytes, deleted_at
            from pbx.recording_deletions
            where ($1::text is null or organisation = $1) and ($2::bigint is null or id < $2)
            order by id desc limit $3
            """, organisation, after, Math.Clamp(limit, 1, PageMax));
        return await command.ReadAsync(
            row => new RecordingDeletion(
                row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.GetString(3),
                row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5), row.GetInt32(6),
                row.GetString(7), row.GetString(8), row.GetString(9), row.Text(10), row.GetInt64(11),
                row.GetFieldValue<DateTimeOffset>(12)),
            cancel);
    }

    private static RecordingRow Of(DbDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Text(5), row.Text(6),
        row.Text(7), row.GetFieldValue<DateTimeOffset>(8), row.Value<DateTimeOffset>(9), row.Text(10),
        row.Value<DateTimeOffset>(11), row.Value<Guid>(12), row.Text(13));
}
