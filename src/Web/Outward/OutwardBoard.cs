using Zhkh.Web.Storage;

namespace Zhkh.Web.Outward;

/// <summary>A message as screens see it.</summary>
/// <param name="Channel">sms, letter.</param>
/// <param name="State">queued, sending, sent, delivered, failed, dead.</param>
/// <param name="Reply">The server's or operator's own words about it.</param>
/// <param name="Segments">Parts of an SMS; null for a letter.</param>
internal sealed record OutwardRow(
    Guid Id, string Organisation, string Channel, string Recipient, string? Title, string Text, string Subject,
    bool IsUrgent, string State, int Attempts, string? Reply, DateTimeOffset QueuedAt, DateTimeOffset? ChangedAt,
    int? Segments);

/// <summary>Messages for screens, the newest first, within what the asker may see.</summary>
internal sealed class OutwardBoard(DatabaseSession session)
{
    private const string Columns = """
        select id, organisation, channel, recipient, title, text, subject, is_urgent, state, attempts, reply, queued_at,
            changed_at from web.outward_messages
        """;

    public async Task<IReadOnlyList<OutwardRow>> ListAsync(
        Guid? after, int limit, string? organisation, string? state, string? subject, CancellationToken cancel)
    {
        await using var list = session.Command($"""
            {Columns}
            where ($1::uuid is null or id < $1) and ($2::text is null or organisation = $2)
              and ($3::text is null or state = $3) and ($4::text is null or subject = $4)
            order by id desc limit $5
            """, after, organisation, state, subject, limit);
        return await ReadAsync(list, cancel);
    }

    public async Task<OutwardRow?> GetAsync(Guid id, CancellationToken cancel)
    {
        await using var one = session.Command($"{Columns} where id = $1", id);
        return (await ReadAsync(one, cancel)).SingleOrDefault();
    }

    private static async Task<IReadOnlyList<OutwardRow>> ReadAsync(
        Npgsql.NpgsqlCommand command, CancellationToken cancel)
    {
        var rows = new List<OutwardRow>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (channel, text) = (reader.GetString(2), reader.GetString(5));
            rows.Add(new OutwardRow(
                reader.GetGuid(0), reader.GetString(1), channel, reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4), text, reader.GetString(6), reader.GetBoolean(7),
                reader.GetString(8), reader.GetInt32(9), reader.IsDBNull(10) ? null : reader.GetString(10),
                reader.GetFieldValue<DateTimeOffset>(11),
                reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12),
                channel == "sms" ? SmsSegments.Of(text).Count : null));
        }

        return rows;
    }
}
