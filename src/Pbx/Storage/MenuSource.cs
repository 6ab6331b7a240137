using System.Text.Json;
using Npgsql;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Storage;

/// <summary>Numbers, hours, menus and announcements of all organisations, as the exchange needs them.</summary>
/// <param name="database">The data source that acts as zhkh_system.</param>
public sealed class MenuSource(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Versions looked at of one menu or schedule: the one in force, and those to come.</summary>
    public const int VersionsMax = 20;

    /// <summary>Announcements that have not ended.</summary>
    public const int AnnouncementsMax = 500;

    /// <summary>Grows with every change.</summary>
    public async Task<long> RevisionAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select revision from pbx.menu_revision");
        return (long)(await command.ExecuteScalarAsync(cancel) ?? 0L);
    }

    /// <summary>The whole book, of one moment.</summary>
    /// <exception cref="JsonException">A row says something no program of this version wrote.</exception>
    public async Task<MenuBook> ReadAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var moment = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, cancel);
        var menus = await MenusAsync(moment, cancel);
        var announcements = await AnnouncementsAsync(moment, cancel);
        var texts = OwnIds(menus.SelectMany(m => m.Versions.Select(v => v.Menu))
                .Concat(await DraftsAsync(moment, cancel)))
            .Concat(announcements.Select(a => a.Text)).Where(PromptLibrary.IsOwn).Distinct().ToArray();
        return new MenuBook(
            await NumbersAsync(moment, cancel), await SchedulesAsync(moment, cancel), menus, announcements,
            await TextsAsync(moment, texts, cancel));
    }

    /// <summary>The sounds of texts.</summary>
    public async Task<IReadOnlyList<OwnClip>> ClipsAsync(IReadOnlyList<OwnText> texts, CancellationToken cancel)
    {
        if (texts.Count == 0)
        {
            return [];
        }

        await using var command = database.CreateCommand("""
            select c.id, c.language, c.wave from pbx.voice_clips c
            join unnest($1, $2) as t(id, language) on t.id = c.id and t.language = c.language
            """);
        command.Parameters.AddWithValue(texts.Select(t => t.Id).ToArray());
        command.Parameters.AddWithValue(texts.Select(t => t.Language).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var clips = new List<OwnClip>(texts.Count);
        while (await reader.ReadAsync(cancel))
        {
            clips.Add(new OwnClip(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
        }

        return clips;
    }

    private static IEnumerable<string> OwnIds(IEnumerable<Menu> menus) =>
        from menu in menus
        from variant in menu.Variants.Values
        from text in variant.Items.SelectMany(item => new[] { item.Text, item.Target })
            .Append(variant.Greeting).Append(variant.Notice)
        where text is not null
        select text;

    private static async Task<IReadOnlyList<PublicNumber>> NumbersAsync(
        NpgsqlTransaction moment, CancellationToken cancel)
    {
        await using var command = moment.Command($"""
            select number, organisation, menu, purpose, language from pbx.numbers
            order by number limit {NumberCheck.NumbersMax}
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var numbers = new List<PublicNumber>();
        while (await reader.ReadAsync(cancel))
        {
            numbers.Add(MenuRows.NumberOf(reader));
        }

        return numbers;
    }

    private static async Task<IReadOnlyList<OrganisationSchedule>> SchedulesAsync(
        NpgsqlTransaction moment, CancellationToken cancel)
    {
        await using var command = moment.Command($"""
            select organisation, version, effective_from, why, by_whom, made_at, content::text
            from (select s.*, row_number() over (partition by organisation order by effective_from desc) as place
                from pbx.schedules s) s
            where place <= {VersionsMax} order by organisation, effective_from
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<(string Organisation, ScheduleVersion Version)>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add((reader.GetString(0), MenuRows.ScheduleOf(reader, 1)));
        }

        return [.. rows.GroupBy(r => r.Organisation)
            .Select(g => new OrganisationSchedule(g.Key, [.. g.Select(r => r.Version)]))];
    }

    private static async Task<IReadOnlyList<NamedMenu>> MenusAsync(NpgsqlTransaction moment, CancellationToken cancel)
    {
        await using var command = moment.Command($"""
            select organisation, code, version, effective_from, why, by_whom, published_at, content::text
            from (select m.*, row_number() over (partition by organisation, code order by effective_from desc) as place
                from pbx.menus m) m
            where place <= {VersionsMax} order by organisation, code, effective_from
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<(string Organisation, string Code, MenuVersion Version)>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add((reader.GetString(0), reader.GetString(1), MenuRows.MenuOf(reader, 2)));
        }

        return [.. rows.GroupBy(r => (r.Organisation, r.Code))
            .Select(g => new NamedMenu(g.Key.Organisation, g.Key.Code, [.. g.Select(r => r.Version)]))];
    }

    private static async Task<List<Menu>> DraftsAsync(NpgsqlTransaction moment, CancellationToken cancel)
    {
        await using var command = moment.Command("select content::text from pbx.menu_drafts");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var drafts = new List<Menu>();
        while (await reader.ReadAsync(cancel))
        {
            drafts.Add(MenuRows.Read<Menu>(reader.GetString(0)));
        }

        return drafts;
    }

    private async Task<IReadOnlyList<Announcement>> AnnouncementsAsync(
        NpgsqlTransaction moment, CancellationToken cancel)
    {
        await using var command = moment.Command($"""
            select id, organisation, name, number, houses, from_at, until_at, place, text from pbx.announcements
            where withdrawn_at is null and (until_at is null or until_at > $1)
            order by from_at, id limit {AnnouncementsMax}
            """, time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var announcements = new List<Announcement>();
        while (await reader.ReadAsync(cancel))
        {
            announcements.Add(AnnouncementRows.Of(reader));
        }

        return announcements;
    }

    private static async Task<IReadOnlyList<OwnText>> TextsAsync(
        NpgsqlTransaction moment, string[] ids, CancellationToken cancel)
    {
        await using var command = moment.Command(
            "select id, language, text from pbx.voice_clips where id = any ($1) order by id, language", [ids]);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var texts = new List<OwnText>();
        while (await reader.ReadAsync(cancel))
        {
            texts.Add(new OwnText(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return texts;
    }
}
