using System.Data.Common;

namespace Zhkh.Pbx.Recording;

/// <summary>What a hold is about: one of the four.</summary>
/// <param name="TicketCalls">Of a ticket: its calls as they are now.</param>
/// <param name="From">Of a phone number: calls recorded from here …</param>
/// <param name="To">… and before here.</param>
public sealed record HoldSubject(
    Guid? RecordingId = null, Guid? CallId = null, Guid? TicketId = null, long? TicketNumber = null,
    IReadOnlyList<Guid>? TicketCalls = null, string? Phone = null, DateTimeOffset? From = null,
    DateTimeOffset? To = null)
{
    public string Kind => RecordingId is not null ? "recording" : CallId is not null ? "call"
        : TicketId is not null ? "ticket" : "phone";
}

/// <summary>A hold as it stands.</summary>
/// <param name="Until">Its last day; null = until somebody releases it.</param>
public sealed record RecordingHold(
    Guid Id, string Organisation, HoldSubject Subject, string Reason, DateOnly? Until, DateTimeOffset SetAt,
    string SetBy, DateTimeOffset? ReleasedAt = null, string? ReleasedBy = null, string? ReleaseReason = null);

/// <summary>Legal holds inside the host's transaction: a held recording is never deleted.</summary>
public sealed class RecordingHolds(DbTransaction transaction, TimeProvider time)
{
    public const int HoldsMax = 500;

    /// <summary>Taken by whoever holds and by whoever deletes: one sees what the other has done.</summary>
    internal const string StandStill = "select pg_advisory_xact_lock(hashtext('pbx.recording_holds'))";

    /// <summary>Holds a recording, a call, a ticket or a number.</summary>
    /// <returns>False when the very recording is being deleted at this moment, or gone.</returns>
    public async Task<bool> SetAsync(RecordingHold hold, CancellationToken cancel)
    {
        await transaction.RunAsync(StandStill, cancel);
        var subject = hold.Subject;
        return await transaction.RunAsync("""
            insert into pbx.recording_holds (id, organisation, kind, recording_id, call_id, ticket_id, ticket_number,
                call_ids, phone, from_at, to_at, reason, until, set_at, set_by)
            select $1, $2, $3, $4::uuid, $5::uuid, $6::uuid, $7::bigint, $8, $9::text, $10::timestamptz,
                $11::timestamptz, $12, $13::date, $14, $15
            where $4::uuid is null or exists (select from pbx.recordings where id = $4 and organisation = $2
                and deleting_since is null)
            """, cancel, hold.Id, hold.Organisation, subject.Kind, subject.RecordingId, subject.CallId,
            subject.TicketId, subject.TicketNumber, (subject.TicketCalls ?? []).ToArray(), subject.Phone, subject.From,
            subject.To, hold.Reason, hold.Until, hold.SetAt, hold.SetBy) == 1;
    }

    /// <summary>Lets go; the hold stays to be read.</summary>
    /// <returns>Whose it was; null when there is none that is not released.</returns>
    public async Task<string?> ReleaseAsync(Guid id, string byWhom, string reason, CancellationToken cancel)
    {
        await transaction.RunAsync(StandStill, cancel);
        await using var command = transaction.Command("""
            update pbx.recording_holds set released_at = $2, released_by = $3, release_reason = $4
            where id = $1 and released_at is null returning organisation
            """, id, time.GetUtcNow(), byWhom, reason);
        return await command.ExecuteScalarAsync(cancel) as string;
    }

    /// <summary>Open ones first, then the newest.</summary>
    public async Task<IReadOnlyList<RecordingHold>> ListAsync(CancellationToken cancel)
    {
        await using var command = transaction.Command($"""
            select id, organisation, recording_id, call_id, ticket_id, ticket_number, phone, from_at, to_at, reason,
                until, set_at, set_by, released_at, released_by, release_reason
            from pbx.recording_holds
            order by released_at is not null, set_at desc, id limit {HoldsMax}
            """);
        return await command.ReadAsync(Of, cancel);
    }

    private static RecordingHold Of(DbDataReader row) => new(
        row.GetGuid(0), row.GetString(1),
        new HoldSubject(
            row.Value<Guid>(2), row.Value<Guid>(3), row.Value<Guid>(4), row.Value<long>(5), null, row.Text(6),
            row.Value<DateTimeOffset>(7), row.Value<DateTimeOffset>(8)),
        row.GetString(9), row.Value<DateOnly>(10), row.GetFieldValue<DateTimeOffset>(11), row.GetString(12),
        row.Value<DateTimeOffset>(13), row.Text(14), row.Text(15));
}
