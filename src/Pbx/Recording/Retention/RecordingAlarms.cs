using System.Data.Common;
using Zhkh.Pbx.Events;

namespace Zhkh.Pbx.Recording;

/// <summary>Something of the recordings that people must know.</summary>
/// <param name="Reason">diskLow, diskCritical, diskFault, recordingPartial.</param>
/// <param name="Detail">Why; for a low disk the free megabytes.</param>
/// <param name="CallId">The last call of which something is missing.</param>
/// <param name="Times">Calls since somebody looked.</param>
public sealed record RecordingAlarm(
    Guid Id, string Organisation, string Reason, string Detail, Guid? CallId, int Times, DateTimeOffset RaisedAt);

/// <summary>
/// Alarms of the recordings inside the host's transaction: at most one of the disk and one of cut recordings for each
/// organisation is open, so a disk that stays full does not fill the database.
/// </summary>
public sealed class RecordingAlarms(DbTransaction transaction, TimeProvider time)
{
    private const int DetailMax = 500;
    private const int PageMax = 200;
    private const int BytesPerMegabyte = 1024 * 1024;

    /// <summary>How long the past is kept.</summary>
    private const string Kept = "interval '1 year'";

    /// <summary>Neither over nor seen, the oldest first.</summary>
    public async Task<IReadOnlyList<RecordingAlarm>> OpenAsync(string? organisation, CancellationToken cancel)
    {
        await using var command = transaction.Command($"""
            select id, organisation, reason, detail, call_id, times, raised_at from pbx.recording_alarms
            where cleared_at is null and seen_at is null and ($1::text is null or organisation = $1)
            order by raised_at, id limit {PageMax}
            """, organisation);
        return await command.ReadAsync(
            row => new RecordingAlarm(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Value<Guid>(4),
                row.GetInt32(5), row.GetFieldValue<DateTimeOffset>(6)),
            cancel);
    }

    /// <summary>Raises, changes or ends the alarm of the disk.</summary>
    public async Task DiskAsync(RecordingDiskChanged disk, CancellationToken cancel)
    {
        if (disk is { Fault: null, Level: "fine" })
        {
            await transaction.RunAsync("""
                update pbx.recording_alarms set cleared_at = $2
                where organisation = $1 and kind = 'disk' and cleared_at is null
                """, cancel, disk.Organisation, time.GetUtcNow());
            return;
        }

        var (reason, detail) = disk switch
        {
            { Fault: { } fault } => ("diskFault", fault),
            { Level: "critical" } => ("diskCritical", Megabytes(disk)),
            _ => ("diskLow", Megabytes(disk)),
        };
        await RaiseAsync(disk.Organisation, "disk", reason, detail, null, disk.At, cancel);
    }

    public Task PartialAsync(RecordingCutShort fact, CancellationToken cancel) => RaiseAsync(
        fact.Organisation, "partial", "recordingPartial", fact.Reason, fact.CallId, fact.At, cancel);

    /// <summary>Somebody has looked. A low disk stays known and is not said again until it becomes worse.</summary>
    /// <returns>Whose it was; null when the asker knows no such alarm.</returns>
    public async Task<string?> SeenAsync(Guid id, string byWhom, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            update pbx.recording_alarms set seen_at = coalesce(seen_at, $2), seen_by = coalesce(seen_by, $3),
                cleared_at = case kind when 'partial' then coalesce(cleared_at, $2) else cleared_at end
            where id = $1 returning organisation
            """, id, time.GetUtcNow(), byWhom);
        return await command.ExecuteScalarAsync(cancel) as string;
    }

    private static string Megabytes(RecordingDiskChanged disk) =>
        (disk.FreeBytes / BytesPerMegabyte).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task RaiseAsync(
        string organisation, string kind, string reason, string detail, Guid? callId, DateTimeOffset at,
        CancellationToken cancel)
    {
        await transaction.RunAsync(
            $"delete from pbx.recording_alarms where organisation = $1 and cleared_at < $2 - {Kept}", cancel,
            organisation, at);
        await transaction.RunAsync("""
            insert into pbx.recording_alarms as known
                (id, organisation, kind, reason, detail, call_id, raised_at) values ($1, $2, $3, $4, $5, $6::uuid, $7)
            on conflict (organisation, kind) where cleared_at is null do update set reason = excluded.reason,
                detail = excluded.detail, call_id = excluded.call_id, times = known.times + 1,
                seen_at = case when known.reason = excluded.reason then known.seen_at end,
                seen_by = case when known.reason = excluded.reason then known.seen_by end
            """, cancel, Guid.CreateVersion7(at), organisation, kind, reason,
            detail.Length > DetailMax ? detail[..DetailMax] : detail, callId, at);
    }
}
