using Npgsql;

namespace Zhkh.Pbx.Recording;

/// <summary>Recordings that a purge would delete now, of one organisation and class.</summary>
public sealed record DueRecordings(string Organisation, string Class, int Count, DateTimeOffset Oldest);

/// <summary>What is past its term and held by nobody.</summary>
public static class RecordingsDue
{
    // Step by step: what is past its term by the index first, then the few of those that are held.
    internal const string Sql = """
        with terms as materialized (select * from pbx.retention_terms($2)),
        due as materialized (
        select r.id, pbx.kept_until(r.started_at, r.ended_at, t.months) as kept_until, t.months, t.source
        from terms t
        join pbx.recordings r on r.organisation = t.organisation and r.class = t.class
            and r.started_at >= t.from_on::timestamp at time zone 'UTC'
            and r.started_at < t.to_on::timestamp at time zone 'UTC'
            and r.started_at <= $1 - make_interval(months => t.months) + interval '4 days'
        where r.deleting_since is null and pbx.kept_until(r.started_at, r.ended_at, t.months) <= $1)
        select r.id, r.started_at, d.kept_until, d.months, d.source
        from due d join pbx.recordings r on r.id = d.id
        where not pbx.is_held(r.organisation, r.id, r.call_id, r.started_at, $2)
        """;

    /// <summary>Counts them and touches none; a held ticket is taken with the calls it is known to have.</summary>
    /// <param name="database">The data source that acts as zhkh_system.</param>
    public static async Task<IReadOnlyList<DueRecordings>> CountAsync(
        NpgsqlDataSource database, TimeProvider time, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            select o.organisation, o.class, count(*)::int, min(o.started_at)
            from ({Sql}) due join pbx.recordings o on o.id = due.id
            group by o.organisation, o.class order by o.organisation, o.class
            """);
        command.Parameters.AddWithValue(time.GetUtcNow());
        command.Parameters.AddWithValue(time.DayOf());
        return await command.ReadAsync(
            row => new DueRecordings(
                row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3)),
            cancel);
    }
}
