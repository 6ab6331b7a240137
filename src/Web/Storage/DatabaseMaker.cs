using Npgsql;

namespace Zhkh.Web.Storage;

/// <summary>Makes the database itself when the server has none of that name: a private cluster begins empty.</summary>
internal static class DatabaseMaker
{
    public static async Task EnsureAsync(string connectionString, CancellationToken cancel)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancel);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateAsync(new NpgsqlConnectionStringBuilder(connectionString), cancel);
        }
    }

    private static async Task CreateAsync(NpgsqlConnectionStringBuilder wanted, CancellationToken cancel)
    {
        var name = wanted.Database ?? throw new ArgumentException("The connection string names no database");
        var server = new NpgsqlConnectionStringBuilder(wanted.ConnectionString)
        {
            Database = "postgres", Pooling = false,
        };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancel);
        var quoted = $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await using var create = new NpgsqlCommand($"create database {quoted}", connection);
        try
        {
            await create.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException raced) when (raced.SqlState is PostgresErrorCodes.DuplicateDatabase
            or PostgresErrorCodes.UniqueViolation)
        {
            // Another node made it at the same moment, which is as good.
        }
    }
}
