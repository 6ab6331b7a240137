using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Zhkh.Pbx;

/// <summary>Commands with positional parameters inside somebody's transaction, and how their rows are read.</summary>
internal static class PositionalSql
{
    public static NpgsqlCommand Command(
        this DbTransaction transaction, string sql, params IReadOnlyList<object?> values)
    {
        var command = new NpgsqlCommand(sql, (NpgsqlConnection?)transaction.Connection, (NpgsqlTransaction)transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(value switch
            {
                null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown },
                DateTimeOffset at => new NpgsqlParameter { Value = at.ToUniversalTime() },
                _ => new NpgsqlParameter { Value = value },
            });
        }

        return command;
    }

    public static async Task<int> RunAsync(
        this DbTransaction transaction, string sql, CancellationToken cancel, params IReadOnlyList<object?> values)
    {
        await using var command = transaction.Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        this NpgsqlCommand command, Func<DbDataReader, T> row, CancellationToken cancel)
    {
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public static string? Text(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static T? Value<T>(this DbDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
}
