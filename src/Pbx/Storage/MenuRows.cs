using System.Data.Common;
using System.Text.Json;
using Npgsql;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Storage;

/// <summary>A menu that is being written.</summary>
/// <param name="Revision">Grows with every change; who publishes says which one they have seen.</param>
public sealed record MenuDraft(
    string Organisation, string Code, Menu Menu, int Revision, DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>Numbers, hours and menus for people at screens, inside the host's transaction.</summary>
public sealed class MenuRows(DbTransaction transaction, TimeProvider time)
{
    /// <summary>Versions shown of one menu or schedule.</summary>
    public const int VersionsShown = 100;

    /// <summary>All numbers the asker may see.</summary>
    public async Task<IReadOnlyList<PublicNumber>> NumbersAsync(CancellationToken cancel)
    {
        await using var command = transaction.Command(
            "select number, organisation, menu, purpose, language from pbx.numbers order by number");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var numbers = new List<PublicNumber>();
        while (await reader.ReadAsync(cancel))
        {
            numbers.Add(NumberOf(reader));
        }

        return numbers;
    }

    /// <summary>Adds a number, or changes the organisation's own.</summary>
    /// <returns>False when somebody else has it.</returns>
    public async Task<bool> KeepAsync(PublicNumber number, string by, CancellationToken cancel)
    {
        var changed = await transaction.RunAsync("""
            update pbx.numbers set menu = $3, purpose = $4, language = $5, changed_at = $6, changed_by = $7
            where number = $1 and organisation = $2
            """, cancel, Values(number, by));
        return changed == 1 || await transaction.RunAsync("""
            insert into pbx.numbers (number, organisation, menu, purpose, language, changed_at, changed_by)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict (number) do nothing
            """, cancel, Values(number, by)) == 1;
    }

    /// <summary>Takes a number out of use.</summary>
    public async Task<bool> RemoveAsync(string number, CancellationToken cancel) =>
        await transaction.RunAsync("delete from pbx.numbers where number = $1", cancel, number) == 1;

    /// <summary>All that an organisation has decided about its hours, the newest first.</summary>
    public async Task<IReadOnlyList<ScheduleVersion>> SchedulesAsync(string organisation, CancellationToken cancel)
    {
        await using var command = transaction.Command($"""
            select version, effective_from, why, by_whom, made_at, content::text from pbx.schedules
            where organisation = $1 order by effective_from desc limit {VersionsShown}
            """, organisation);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var versions = new List<ScheduleVersion>();
        while (await reader.ReadAsync(cancel))
        {
            versions.Add(ScheduleOf(reader, 0));
        }

        return versions;
    }

    /// <summary>Adds a version.</summary>
    /// <returns>Null when another one begins at the same moment, or was made at the same time.</returns>
    public Task<ScheduleVersion?> AddAsync(
        string organisation, Schedule schedule, DateTimeOffset from, string why, string by, CancellationToken cancel) =>
        AddOnceAsync(async () =>
        {
            await using var command = transaction.Command("""
                insert into pbx.schedules (organisation, version, effective_from, why, by_whom, made_at, content)
                select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6::jsonb from pbx.schedules
                where organisation = $1
                returning version, effective_from, why, by_whom, made_at, content::text
                """, organisation, from, why, by, time.GetUtcNow(), JsonSerializer.Serialize(schedule, MenuBook.Json));
            await using var reader = await command.ExecuteReaderAsync(cancel);
            return await reader.ReadAsync(cancel) ? ScheduleOf(reader, 0) : null;
        });

    /// <summary>Codes of the menus an organisation has published.</summary>
    public async Task<IReadOnlyList<NamedMenu>> MenusAsync(CancellationToken cancel)
    {
        await using var command = transaction.Command($"""
            select organisation, code, version, effective_from, why, by_whom, published_at, content::text
            from (select m.*, row_number() over (partition by organisation, code order by effective_from desc) as place
                from pbx.menus m) m
            where place <= {VersionsShown} order by organisation, code, effective_from
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<(string Organisation, string Code, MenuVersion Version)>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add((reader.GetString(0), reader.GetString(1), MenuOf(reader, 2)));
        }

        return [.. rows.GroupBy(r => (r.Organisation, r.Code))
            .Select(g => new NamedMenu(g.Key.Organisation, g.Key.Code, [.. g.Select(r => r.Version)]))];
    }

    /// <summary>Drafts the asker may see.</summary>
    public async Task<IReadOnlyList<MenuDraft>> DraftsAsync(CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select organisation, code, content::text, revision, changed_at, changed_by from pbx.menu_drafts
            order by organisation, code limit 200
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var drafts = new List<MenuDraft>();
        while (await reader.ReadAsync(cancel))
        {
            drafts.Add(new MenuDraft(
                reader.GetString(0), reader.GetString(1), Read<Menu>(reader.GetString(2)), reader.GetInt32(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetString(5)));
        }

        return drafts;
    }

    /// <summary>Keeps a draft.</summary>
    /// <param name="revision">The one the writer began from; 0 when there was none.</param>
    /// <returns>The new revision; null when somebody else has changed it meanwhile.</returns>
    public async Task<int?> KeepDraftAsync(
        string organisation, string code, Menu menu, int revision, string by, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            insert into pbx.menu_drafts as d (organisation, code, content, revision, changed_at, changed_by)
            values ($1, $2, $3::jsonb, 1, $4, $5)
            on conflict (organisation, code) do update set content = excluded.content, revision = d.revision + 1,
                changed_at = excluded.changed_at, changed_by = excluded.changed_by
            where d.revision = $6
            returning revision
            """, organisation, code, JsonSerializer.Serialize(menu, MenuBook.Json), time.GetUtcNow(), by, revision);
        return (int?)await command.ExecuteScalarAsync(cancel);
    }

    /// <summary>Throws a draft away.</summary>
    public async Task<bool> DropDraftAsync(string organisation, string code, CancellationToken cancel) =>
        await transaction.RunAsync(
            "delete from pbx.menu_drafts where organisation = $1 and code = $2", cancel, organisation, code) == 1;

    /// <summary>Makes the draft the next version, and the draft is gone: both or neither.</summary>
    /// <returns>Null when the draft is another one by now, or a version begins at that very moment.</returns>
    public Task<MenuVersion?> PublishAsync(
        string organisation, string code, int revision, DateTimeOffset from, string why, string by,
        CancellationToken cancel) => AddOnceAsync(async () =>
    {
        await using var command = transaction.Command("""
            with draft as (delete from pbx.menu_drafts where organisation = $1 and code = $2 and revision = $3
                returning content)
            insert into pbx.menus (organisation, code, version, effective_from, why, by_whom, published_at, content)
            select $1, $2, (select coalesce(max(version), 0) + 1 from pbx.menus
                where organisation = $1 and code = $2), $4, $5, $6, $7, content
            from draft
            returning version, effective_from, why, by_whom, published_at, content::text
            """, organisation, code, revision, from, why, by, time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? MenuOf(reader, 0) : null;
    });

    internal static PublicNumber NumberOf(DbDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2),
        reader.GetString(3) == "emergency" ? NumberPurpose.Emergency : NumberPurpose.Resident,
        reader.IsDBNull(4) ? null : reader.GetString(4) == "uk" ? Language.Ukrainian : Language.Russian);

    internal static ScheduleVersion ScheduleOf(DbDataReader reader, int first) => new(
        reader.GetInt32(first), reader.GetFieldValue<DateTimeOffset>(first + 1), reader.GetString(first + 2),
        reader.GetString(first + 3), reader.GetFieldValue<DateTimeOffset>(first + 4),
        Read<Schedule>(reader.GetString(first + 5)));

    internal static MenuVersion MenuOf(DbDataReader reader, int first) => new(
        reader.GetInt32(first), reader.GetFieldValue<DateTimeOffset>(first + 1), reader.GetString(first + 2),
        reader.GetString(first + 3), reader.GetFieldValue<DateTimeOffset>(first + 4),
        Read<Menu>(reader.GetString(first + 5)));

    internal static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, MenuBook.Json)
        ?? throw new JsonException($"An empty {typeof(T).Name}");

    private static async Task<T?> AddOnceAsync<T>(Func<Task<T?>> add)
        where T : class
    {
        try
        {
            return await add();
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return null;
        }
    }

    private object?[] Values(PublicNumber number, string by) =>
    [
        number.Number, number.Organisation, number.Menu,
        number.Purpose == NumberPurpose.Emergency ? "emergency" : "resident",
        number.Language is { } language ? CallNames.Of(language) : null, time.GetUtcNow(), by,
    ];
}
