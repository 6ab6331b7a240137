using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Storage;

/// <summary>
/// Ships what the journal remembers into PostgreSQL: a call's row and its facts in one transaction. Idempotent, so it
/// may be killed anywhere and may run twice at once. A database that is away is tried again for as long as it takes;
/// a call the database refuses is set aside, logged, and never blocks the others.
/// </summary>
internal sealed class JournalDrain(
    CallRecords records, CallJournal journal, NpgsqlDataSource source, DrainOptions options, TimeProvider time,
    ILogger<JournalDrain> log)
{
    private int _failures;

    /// <summary>True while the last attempt reached the database; Health shows it.</summary>
    public bool IsCurrent => _failures == 0;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var isIdle = await DrainOnceAsync(cancel) == 0;
                if (isIdle)
                {
                    await records.WaitForChangeAsync(cancel);
                }

                await Task.Delay(isIdle ? options.Gather : Pause(), time, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Ships one transaction's worth; returns how many calls were taken, whether or not the database took them.
    /// </summary>
    public async Task<int> DrainOnceAsync(CancellationToken cancel)
    {
        var stale = records.TakeStale(options.CallsPerTransactionMax);
        if (stale.Count == 0 && records.SpilledFrom is not null)
        {
            journal.ReloadSpilled();
            stale = records.TakeStale(options.CallsPerTransactionMax);
        }

        if (stale.Count > 0)
        {
            await TryShipAsync(stale, cancel);
        }

        return stale.Count;
    }

    private async Task TryShipAsync(IReadOnlyList<CallRecord> calls, CancellationToken cancel)
    {
        try
        {
            await ShipAsync(calls, cancel);
        }
        catch (PostgresException e) when (IsAboutTheData(e))
        {
            await IsolateAsync(calls, e, cancel);
            return;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException
            or IOException or SocketException or InvalidOperationException)
        {
            records.NotShipped(calls);
            cancel.ThrowIfCancellationRequested();
            if (_failures++ == 0)
            {
                StorageLog.DatabaseAway(log, e.Message);
            }

            return;
        }

        if (_failures > 0)
        {
            StorageLog.DatabaseBack(log, _failures);
            _failures = 0;
        }

        await journal.MarkDrainedAsync(records.Shipped(calls));
    }

    private async Task ShipAsync(IReadOnlyList<CallRecord> calls, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = options.TimeoutSeconds };
        // Rows are locked in one order by every drain, or two of them could wait for each other.
        foreach (var command in calls.OrderBy(c => c.Id).SelectMany(CallRows.Commands))
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Finds the call the database refuses; the others go through.</summary>
    private async Task IsolateAsync(
        IReadOnlyList<CallRecord> calls, PostgresException refusal, CancellationToken cancel)
    {
        if (calls.Count == 1)
        {
            // It stays in memory and in its segment: a fixed program ships it after the next start.
            StorageLog.CallRefused(log, calls[0].Id, refusal.SqlState, refusal.MessageText);
            return;
        }

        foreach (var call in calls)
        {
            await TryShipAsync([call], cancel);
        }
    }

    /// <summary>Classes 22 (data exception) and 23 (constraint): another attempt would end the same way.</summary>
    private static bool IsAboutTheData(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal);

    private TimeSpan Pause() => _failures == 0
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Min(
            options.RetryMax.Ticks, options.RetryMin.Ticks << Math.Min(_failures - 1, 10)));
}
