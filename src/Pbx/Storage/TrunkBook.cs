using System.Data.Common;
using System.Text.Json;
using Npgsql;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Storage;

/// <summary>The trunks as the database keeps them.</summary>
public static class TrunkBook
{
    /// <summary>All of them, in the order of their codes. A row that this program cannot read is left out.</summary>
    /// <param name="onUnreadable">Told the code of such a row.</param>
    public static async Task<IReadOnlyList<TrunkEntry>> AllAsync(
        NpgsqlDataSource database, Action<string> onUnreadable, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select code, settings::text, secret from pbx.trunks order by code");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await ReadAsync(reader, onUnreadable, cancel);
    }

    /// <summary>Those that whoever's transaction it is may see, in the order of their codes.</summary>
    public static async Task<IReadOnlyList<TrunkEntry>> AllAsync(DbTransaction transaction, CancellationToken cancel)
    {
        await using var command = Command(
            transaction, "select code, settings::text, secret from pbx.trunks order by code");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await ReadAsync(reader, _ => { }, cancel);
    }

    /// <summary>One trunk, or null; inside the host's transaction.</summary>
    public static async Task<TrunkEntry?> FindAsync(
        DbTransaction transaction, string code, CancellationToken cancel)
    {
        await using var command = Command(
            transaction, "select code, settings::text, secret from pbx.trunks where code = $1", code);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return (await ReadAsync(reader, _ => { }, cancel)).SingleOrDefault();
    }

    /// <summary>Adds a trunk; false when the code is taken.</summary>
    public static async Task<bool> AddAsync(
        DbTransaction transaction, TrunkEntry trunk, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = Command(transaction, """
            insert into pbx.trunks (code, name, is_on, organisations, priority, lines_max, settings, secret, changed_at)
            values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9) on conflict do nothing
            """, Values(trunk, now));
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Replaces what is said of a trunk; false when there is none of this code.</summary>
    public static async Task<bool> ChangeAsync(
        DbTransaction transaction, TrunkEntry trunk, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = Command(transaction, """
            update pbx.trunks set name = $2, is_on = $3, organisations = $4, priority = $5, lines_max = $6,
                settings = $7::jsonb, secret = $8, changed_at = $9
            where code = $1
            """, Values(trunk, now));
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>False when there is none of this code.</summary>
    public static async Task<bool> RemoveAsync(DbTransaction transaction, string code, CancellationToken cancel)
    {
        await using var command = Command(transaction, "delete from pbx.trunks where code = $1", code);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    private static object[] Values(TrunkEntry trunk, DateTimeOffset now) =>
    [
        trunk.Settings.Code, trunk.Settings.Name, trunk.Settings.IsOn, trunk.Settings.Organisations.ToArray(),
        trunk.Settings.Priority, trunk.Settings.Lines, JsonSerializer.Serialize(trunk.Settings, TrunkFile.Json),
        trunk.Secret, now.ToUniversalTime(),
    ];

    private static async Task<IReadOnlyList<TrunkEntry>> ReadAsync(
        NpgsqlDataReader reader, Action<string> onUnreadable, CancellationToken cancel)
    {
        var trunks = new List<TrunkEntry>();
        while (await reader.ReadAsync(cancel))
        {
            var code = reader.GetString(0);
            try
            {
                if (JsonSerializer.Deserialize<TrunkSettings>(reader.GetString(1), TrunkFile.Json) is { } settings)
                {
                    trunks.Add(new TrunkEntry(settings with { Code = code }, reader.GetString(2)));
                }
            }
            catch (JsonException)
            {
                onUnreadable(code);
            }
        }

        return trunks;
    }

    private static NpgsqlCommand Command(
        DbTransaction transaction, string sql, params IReadOnlyList<object> values)
    {
        var command = new NpgsqlCommand(sql, (NpgsqlConnection?)transaction.Connection, (NpgsqlTransaction)transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
