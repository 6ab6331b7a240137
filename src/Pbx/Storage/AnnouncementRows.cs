using System.Data.Common;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Storage;

/// <summary>An announcement as people see it.</summary>
public sealed record AnnouncementRow(
    Announcement Announcement, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset? WithdrawnAt,
    string? WithdrawnBy, int Version);

/// <summary>A sound people made, without its bytes.</summary>
/// <param name="Origin">uploaded or spoken.</param>
public sealed record ClipRow(
    string Id, string Organisation, string Language, string Text, string Origin, int Milliseconds,
    DateTimeOffset MadeAt, string MadeBy);

/// <summary>Announcements and sounds for people at screens, inside the host's transaction.</summary>
public sealed class AnnouncementRows(DbTransaction transaction, TimeProvider time)
{
    public const int RowsMax = 200;

    /// <summary>Sounds of one organisation; more is a store of music, not of announcements.</summary>
    public const int ClipsMax = 200;

    private const string Select = """
        select id, organisation, name, number, houses, from_at, until_at, place, text, made_at, made_by, withdrawn_at,
            withdrawn_by, version
        from pbx.announcements
        """;

    /// <summary>Those to come and in force first, then the past.</summary>
    public Task<IReadOnlyList<AnnouncementRow>> ListAsync(string? organisation, CancellationToken cancel) => RowsAsync(
        $"""
        {Select} where ($1::text is null or organisation = $1)
        order by (withdrawn_at is not null or until_at <= $2), place, from_at desc, id limit {RowsMax}
        """, cancel, organisation, time.GetUtcNow());

    /// <summary>One of them, or null.</summary>
    public async Task<AnnouncementRow?> GetAsync(Guid id, CancellationToken cancel) =>
        (await RowsAsync($"{Select} where id = $1", cancel, id)).SingleOrDefault();

    /// <summary>Adds one; false when the id is known already.</summary>
    public async Task<bool> AddAsync(Announcement said, string by, CancellationToken cancel) =>
        await transaction.RunAsync("""
            insert into pbx.announcements (id, organisation, name, number, houses, from_at, until_at, place, text,
                made_at, made_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing
            """, cancel, said.Id, said.Organisation, said.Name, said.Number, said.Houses.ToArray(), said.From,
            said.Until, said.Place, said.Text, time.GetUtcNow(), by) == 1;

    /// <summary>Changes one that has not been withdrawn.</summary>
    /// <param name="version">The one the writer has seen.</param>
    public async Task<bool> ChangeAsync(Announcement said, int version, CancellationToken cancel) =>
        await transaction.RunAsync("""
            update pbx.announcements set name = $2, number = $3, houses = $4, from_at = $5, until_at = $6, place = $7,
                text = $8, version = version + 1
            where id = $1 and version = $9 and withdrawn_at is null
            """, cancel, said.Id, said.Name, said.Number, said.Houses.ToArray(), said.From, said.Until, said.Place,
            said.Text, version) == 1;

    /// <summary>Ends one at once; the row stays.</summary>
    public async Task<bool> WithdrawAsync(Guid id, string by, CancellationToken cancel) =>
        await transaction.RunAsync("""
            update pbx.announcements set withdrawn_at = $2, withdrawn_by = $3, version = version + 1
            where id = $1 and withdrawn_at is null
            """, cancel, id, time.GetUtcNow(), by) == 1;

    /// <summary>Sounds the asker may see, the newest first.</summary>
    public async Task<IReadOnlyList<ClipRow>> ClipsAsync(string? organisation, CancellationToken cancel)
    {
        await using var command = transaction.Command($"""
            select id, organisation, language, text, origin, milliseconds, made_at, made_by from pbx.voice_clips
            where ($1::text is null or organisation = $1) order by made_at desc, id, language limit {2 * ClipsMax}
            """, organisation);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var clips = new List<ClipRow>();
        while (await reader.ReadAsync(cancel))
        {
            clips.Add(new ClipRow(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                reader.GetString(4), reader.GetInt32(5), reader.GetFieldValue<DateTimeOffset>(6),
                reader.GetString(7)));
        }

        return clips;
    }

    /// <summary>Keeps a sound. Those there are never change: a menu that was published keeps its voice.</summary>
    public Task AddAsync(ClipRow clip, byte[] wave, CancellationToken cancel) => transaction.RunAsync("""
        insert into pbx.voice_clips (id, organisation, language, text, origin, wave, milliseconds, made_at, made_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """, cancel, clip.Id, clip.Organisation, clip.Language, clip.Text, clip.Origin, wave, clip.Milliseconds,
        clip.MadeAt, clip.MadeBy);

    /// <summary>A sound in a language, or in the other one when there is none; null: neither.</summary>
    public async Task<byte[]?> WaveAsync(string id, string language, CancellationToken cancel)
    {
        await using var command = transaction.Command(
            "select wave from pbx.voice_clips where id = $1 order by language = $2 desc limit 1", id, language);
        return (byte[]?)await command.ExecuteScalarAsync(cancel);
    }

    internal static Announcement Of(DbDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.Text(3),
        reader.GetFieldValue<Guid[]>(4), reader.GetFieldValue<DateTimeOffset>(5), reader.Value<DateTimeOffset>(6),
        reader.GetInt32(7), reader.GetString(8));

    private async Task<IReadOnlyList<AnnouncementRow>> RowsAsync(
        string sql, CancellationToken cancel, params object?[] values)
    {
        await using var command = transaction.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<AnnouncementRow>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new AnnouncementRow(
                Of(reader), reader.GetFieldValue<DateTimeOffset>(9), reader.GetString(10),
                reader.Value<DateTimeOffset>(11), reader.Text(12), reader.GetInt32(13)));
        }

        return rows;
    }
}
