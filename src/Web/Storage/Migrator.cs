using Npgsql;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Storage;

/// <summary>
/// Applies the numbered SQL of the modules in their order, each file in a transaction of its own with its line of
/// history. One node at a time (advisory lock); an applied file that has changed since stops the start.
/// </summary>
internal sealed class Migrator(ILogger<Migrator> log)
{
    // "zhkh" in ASCII: any number does, as long as every node asks for the same one.
    private const long LockKey = 0x7a68_6b68;

    public async Task ApplyAsync(
        string connectionString, IReadOnlyList<(string Schema, IReadOnlyList<MigrationScript> Scripts)> modules,
        CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", cancel);
        foreach (var (schema, scripts) in modules)
        {
            await ApplyModuleAsync(connection, schema, scripts, cancel);
        }

        await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", cancel);
    }

    private async Task ApplyModuleAsync(
        NpgsqlConnection connection, string schema, IReadOnlyList<MigrationScript> scripts, CancellationToken cancel)
    {
        var applied = await HistoryAsync(connection, schema, cancel);
        foreach (var stranger in applied.Keys.Except(scripts.Select(s => s.Name), StringComparer.Ordinal))
        {
            throw new StartRefusedException(
                $"The database is newer than this program: {schema}/{stranger} is applied and unknown here");
        }

        foreach (var script in scripts)
        {
            if (!applied.TryGetValue(script.Name, out var checksum))
            {
                await ApplyOneAsync(connection, schema, script, cancel);
            }
            else if (checksum != script.Checksum)
            {
                throw new StartRefusedException(
                    $"Migration {schema}/{script.Name} has changed since it was applied: add a new file instead");
            }
        }
    }

    private async Task ApplyOneAsync(
        NpgsqlConnection connection, string schema, MigrationScript script, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, script.Sql, cancel);
        // The schema may have been made by the very script, so its history table comes after it.
        await ExecuteAsync(connection, $"""
            create table if not exists {schema}.migrations (
                name text primary key, checksum text not null, applied_at timestamptz not null default now())
            """, cancel);
        await using (var insert = new NpgsqlCommand(
            $"insert into {schema}.migrations (name, checksum) values ($1, $2)", connection, transaction))
        {
            insert.Parameters.AddWithValue(script.Name);
            insert.Parameters.AddWithValue(script.Checksum);
            await insert.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        StorageLog.Migrated(log, schema, script.Name);
    }

    private static async Task<Dictionary<string, string>> HistoryAsync(
        NpgsqlConnection connection, string schema, CancellationToken cancel)
    {
        var history = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var exists = new NpgsqlCommand("select to_regclass($1) is not null", connection);
        exists.Parameters.AddWithValue($"{schema}.migrations");
        if (await exists.ExecuteScalarAsync(cancel) is not true)
        {
            return history;
        }

        await using var command = new NpgsqlCommand($"select name, checksum from {schema}.migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            history.Add(reader.GetString(0), reader.GetString(1));
        }

        return history;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
