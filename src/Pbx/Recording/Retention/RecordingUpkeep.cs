using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using Zhkh.Pbx.Events;

namespace Zhkh.Pbx.Recording;

/// <summary>
/// What recordings need between the nights: a disk that runs low loses what is past its term now and people are told; a
/// change of the key that was begun is brought to its end, also after a restart; orders of the command line are done.
/// </summary>
/// <param name="database">The data source that acts as zhkh_system.</param>
public sealed class RecordingUpkeep(
    NpgsqlDataSource database, RecordingStore store, RecordingPurge purge, RecordingOrders orders, TimeProvider time,
    ILogger<RecordingUpkeep> log)
{
    /// <summary>What could not be done is not tried again at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private DateTimeOffset _purgeDue = DateTimeOffset.MinValue;
    private DateTimeOffset _rotationDue = DateTimeOffset.MinValue;
    private (DiskLevel Level, string? Fault)? _told;

    /// <summary>Looks once; for one caller at a time.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (store.IsRotating && now >= _rotationDue)
        {
            await FinishAsync(cancel);   // first: it needs files only, and all below needs the database
        }

        await TellDiskAsync(now, cancel);
        if (store.Disk.Level != DiskLevel.Fine && now >= _purgeDue)
        {
            _purgeDue = now + Pause;
            await purge.RunAsync("disk", "watermark", cancel);
        }

        foreach (var order in await orders.OpenAsync(cancel))
        {
            RecordingLog.Ordered(log, order.Verb, order.By);
            var (succeeded, detail) = await DoAsync(order, cancel);
            await orders.DoneAsync(order.Id, time.GetUtcNow(), succeeded, detail, cancel);
        }
    }

    private async Task<(bool, string)> DoAsync(RecordingOrder order, CancellationToken cancel)
    {
        try
        {
            return order.Verb switch
            {
                RecordingVerb.RotateKey => await RotateAsync(order, cancel),
                RecordingVerb.Purge => await PurgeAsync(order, cancel),
            };
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return (false, refused.Message);   // the orders behind it are done all the same
        }
    }

    /// <summary>Said at the start too: what was low before it may be fine now.</summary>
    private async Task TellDiskAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var disk = store.Disk;
        if (_told == (disk.Level, disk.Fault))
        {
            return;
        }

        var level = disk.Level.ToString().ToLowerInvariant();
        var organisations = await OrganisationsAsync(cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        foreach (var organisation in organisations)
        {
            var fact = new RecordingDiskChanged(organisation, level, disk.FreeBytes, disk.Fault, now);
            await transaction.RunAsync(
                "insert into pbx.outbox (type, organisation, payload) values ($1, $2, $3::jsonb)", cancel,
                nameof(RecordingDiskChanged), organisation,
                JsonSerializer.Serialize(fact, RecordingJson.Default.RecordingDiskChanged));
        }

        await transaction.CommitAsync(cancel);
        _told = organisations.Count > 0 ? (disk.Level, disk.Fault) : null;
    }

    private async Task<IReadOnlyList<string>> OrganisationsAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select organisation from pbx.dial_profiles order by organisation");
        return await command.ReadAsync(row => row.GetString(0), cancel);
    }

    private async Task<(bool, string)> RotateAsync(RecordingOrder order, CancellationToken cancel)
    {
        // A host that died behind its key goes on with that one; a change that is under way is brought to its end.
        if ((order.KeyId is null || order.KeyId != store.Keys[0].Id) && store.BeginRotation() is { } made)
        {
            await orders.HasKeyAsync(order.Id, made, cancel);
        }

        return !store.IsRotating || await FinishAsync(cancel)
            ? (true, store.Keys[0].Id)
            : (false, $"{store.RotationLeft} recordings could not be put under the new key {store.Keys[0].Id} yet: "
                + "the old one stays, it is tried again every five minutes");
    }

    private async Task<(bool, string)> PurgeAsync(RecordingOrder order, CancellationToken cancel) =>
        (true, (await purge.RunAsync("term", order.By, cancel)).ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads and writes files for as long as it takes: not on the threads of requests.</summary>
    private async Task<bool> FinishAsync(CancellationToken cancel)
    {
        var done = false;
        try
        {
            done = await Task.Factory.StartNew(
                () => store.FinishRotation(cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Of a full disk people must hear, and it must be purged: neither waits for the key.
            RecordingLog.RotationStuck(log, refused.Message);
        }

        _rotationDue = done ? DateTimeOffset.MinValue : time.GetUtcNow() + Pause;
        return done;
    }
}
