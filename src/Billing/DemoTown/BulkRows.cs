using Npgsql;

namespace Zhkh.Billing;

/// <summary>
/// Many rows into one table: COPY into a temporary table, then one INSERT … SELECT. COPY itself does not work on
/// tables with row guards, and the triggers of the ledger see the whole statement at once.
/// </summary>
internal static class BulkRows
{
    public static Task InsertAsync<T>(
        NpgsqlConnection connection, string table, string columns, IEnumerable<T> rows,
        Func<NpgsqlBinaryImporter, T, Task> write, CancellationToken cancel) =>
        InsertAsync(connection, table, columns, rows, write,
            [$"insert into {table} ({columns}) select {columns} from bulk_rows"], cancel);

    /// <summary>The same with other statements than one INSERT; they read what was copied from bulk_rows.</summary>
    public static async Task InsertAsync<T>(
        NpgsqlConnection connection, string table, string columns, IEnumerable<T> rows,
        Func<NpgsqlBinaryImporter, T, Task> write, IReadOnlyList<string> statements, CancellationToken cancel)
    {
        await ExecuteAsync(connection,
            $"create temp table bulk_rows on commit drop as select {columns} from {table} with no data", cancel);
        await using (var importer = await connection.BeginBinaryImportAsync(
            $"copy bulk_rows ({columns}) from stdin (format binary)", cancel))
        {
            foreach (var row in rows)
            {
                await importer.StartRowAsync(cancel);
                await write(importer, row);
            }

            await importer.CompleteAsync(cancel);
        }

        foreach (var statement in statements)
        {
            await ExecuteAsync(connection, statement, cancel);
        }

        await ExecuteAsync(connection, "drop table bulk_rows", cancel);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
