using System.Data.Common;
using Npgsql;

namespace Zhkh.Pbx.Recording;

/// <summary>What a host may be told to do with its recordings.</summary>
public enum RecordingVerb
{
    /// <summary>A new wrapping key, all recordings under it, the old one destroyed.</summary>
    RotateKey,

    /// <summary>What is past its term goes now instead of at night.</summary>
    Purge,
}

/// <summary>Something that was ordered at the command line.</summary>
/// <param name="KeyId">Of a rotation: the key that was made for it; null while none was.</param>
/// <param name="Succeeded">Null while it is not done.</param>
public sealed record RecordingOrder(
    Guid Id, RecordingVerb Verb, string By, DateTimeOffset At, string? KeyId = null, DateTimeOffset? DoneAt = null,
    bool? Succeeded = null, string? Detail = null);

/// <summary>
/// Orders for the host that runs, written by the command line and taken by <see cref="RecordingUpkeep"/>.
/// </summary>
/// <param name="database">The data source that acts as zhkh_system.</param>
public sealed class RecordingOrders(NpgsqlDataSource database)
{
    /// <summary>Done ones that are kept to be read.</summary>
    public const int KeptMax = 1000;

    /// <summary>Open ones that are taken in one look.</summary>
    public const int BatchMax = 20;

    private const string Columns = "id, verb, ordered_by, ordered_at, key_id, done_at, succeeded, detail";

    public async Task AddAsync(RecordingOrder order, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await transaction.RunAsync($"""
            delete from pbx.recording_orders where id in (select id from pbx.recording_orders
                where done_at is not null order by ordered_at desc offset {KeptMax - 1})
            """, cancel);
        await transaction.RunAsync(
            "insert into pbx.recording_orders (id, verb, ordered_by, ordered_at) values ($1, $2, $3, $4)", cancel,
            order.Id, NameOf(order.Verb), order.By, order.At);
        await transaction.CommitAsync(cancel);
    }

    public async Task<RecordingOrder?> FindAsync(Guid id, CancellationToken cancel) =>
        (await ReadAsync($"select {Columns} from pbx.recording_orders where id = $1", id, cancel)).SingleOrDefault();

    /// <summary>The newest ones, done or not.</summary>
    public Task<IReadOnlyList<RecordingOrder>> LastAsync(int count, CancellationToken cancel) => ReadAsync(
        $"select {Columns} from pbx.recording_orders order by ordered_at desc limit $1", count, cancel);

    /// <summary>What is to be done, in the order it was ordered.</summary>
    internal Task<IReadOnlyList<RecordingOrder>> OpenAsync(CancellationToken cancel) => ReadAsync(
        $"select {Columns} from pbx.recording_orders where done_at is null order by ordered_at, id limit $1", BatchMax,
        cancel);

    /// <summary>A host that dies now goes on with this key instead of making another.</summary>
    internal Task HasKeyAsync(Guid id, string keyId, CancellationToken cancel) =>
        RunAsync("update pbx.recording_orders set key_id = $2 where id = $1", cancel, id, keyId);

    internal Task DoneAsync(Guid id, DateTimeOffset at, bool succeeded, string detail, CancellationToken cancel) =>
        RunAsync("""
            update pbx.recording_orders set done_at = $2, succeeded = $3, detail = $4
            where id = $1 and done_at is null
            """, cancel, id, at, succeeded, detail);

    private static string NameOf(RecordingVerb verb) => verb switch
    {
        RecordingVerb.RotateKey => "rotateKey",
        RecordingVerb.Purge => "purge",
    };

    private static RecordingOrder Of(DbDataReader row) => new(
        row.GetGuid(0), Enum.Parse<RecordingVerb>(row.GetString(1), ignoreCase: true), row.GetString(2),
        row.GetFieldValue<DateTimeOffset>(3), row.Text(4), row.Value<DateTimeOffset>(5), row.Value<bool>(6),
        row.Text(7));

    private async Task<IReadOnlyList<RecordingOrder>> ReadAsync(string sql, object value, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(value);
        return await command.ReadAsync(Of, cancel);
    }

    private async Task RunAsync(string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync(cancel);
    }
}
