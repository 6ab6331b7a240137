using System.Data.Common;
using Npgsql;
using Zhkh.Pbx.Events;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Dialer;

/// <summary>What a try came to.</summary>
/// <param name="IsForGood">No other try whatever the plan says: the number cannot be called.</param>
public sealed record DialReport(
    Disposition Disposition, DateTimeOffset At, int SipStatus = 0, DateTimeOffset? AnsweredAt = null,
    Guid? RecordingId = null, DialAnswer? Answer = null, bool IsForGood = false, bool IsCut = false);

/// <summary>
/// Writes down what became of tries. Only who holds the fence may report: a host that was thought dead and comes back
/// changes nothing.
/// </summary>
public sealed class DialReports(NpgsqlDataSource database, DialDesk desk, DialerOptions options, TimeProvider time)
{
    private const int RecoveredMax = 100;

    /// <summary>Reports a try that is over; false when it was taken for lost meanwhile.</summary>
    public async Task<bool> FinishAsync(ClaimedDial dial, DialReport report, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var isOurs = await WriteAsync(transaction, dial, report, cancel);
        await transaction.CommitAsync(cancel);
        return isOurs;
    }

    /// <summary>The INVITE never left: the try did not happen.</summary>
    public async Task GiveBackAsync(ClaimedDial dial, TimeSpan pause, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var isOurs = await transaction.RunAsync("""
            update pbx.dial_orders set state = 'waiting', tries = tries - 1, call_id = null, lease_until = null,
                node = null, not_before = $3
            where id = $1 and call_id = $2 and state = 'dialling'
            """, cancel, dial.OrderId, dial.CallId, time.GetUtcNow() + pause) == 1;
        if (isOurs)
        {
            await transaction.RunAsync("delete from pbx.dial_attempts where call_id = $1", cancel, dial.CallId);
            await transaction.RunAsync("delete from pbx.contacts where call_id = $1", cancel, dial.CallId);
        }

        await transaction.CommitAsync(cancel);
    }

    /// <summary>Says that these calls are still up here.</summary>
    public async Task RenewAsync(IReadOnlyCollection<Guid> calls, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "update pbx.dial_orders set lease_until = $2 where call_id = any($1) and state = 'dialling'");
        command.Parameters.Add(new NpgsqlParameter { Value = calls.ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = time.GetUtcNow() + options.Lease });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>
    /// Tries whose host died: they may have rung, so they count as made and as a contact, and the next try is later.
    /// </summary>
    /// <param name="ours">Calls that are up in this process.</param>
    /// <param name="isStart">This host has just started: whatever its node was dialling is lost.</param>
    /// <returns>How many; <see cref="RecoveredMax"/> = come again.</returns>
    public async Task<int> RecoverAsync(IReadOnlyCollection<Guid> ours, bool isStart, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var now = time.GetUtcNow();
        var lost = await LostAsync(transaction, ours, isStart, now, cancel);
        foreach (var dial in lost)
        {
            await WriteAsync(transaction, dial, new DialReport(Disposition.Failed, now, IsCut: true), cancel);
        }

        await transaction.CommitAsync(cancel);
        return lost.Count;
    }

    private async Task<List<ClaimedDial>> LostAsync(
        DbTransaction transaction, IReadOnlyCollection<Guid> ours, bool isStart, DateTimeOffset now,
        CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select id, call_id, organisation, kind, phone, account_number, payload::text, tries, tries_max, tag,
                campaign_id
            from pbx.dial_orders
            where state = 'dialling' and (lease_until < $1 or ($2 and node = $3)) and call_id <> all($4)
            order by id limit $5 for update skip locked
            """, now, isStart, options.Node, ours.ToArray(), RecoveredMax);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var lost = new List<ClaimedDial>();
        while (await reader.ReadAsync(cancel))
        {
            var organisation = reader.GetString(2);
            var profile = desk.Rules.ProfileOf(organisation);
            lost.Add(new ClaimedDial(
                reader.GetGuid(0), reader.GetGuid(1), organisation, DialNames.KindOf(reader.GetString(3)),
                reader.GetString(4), reader.Text(5), reader.GetString(6), reader.GetInt32(7), reader.GetInt32(8),
                reader.Text(9), reader.Value<Guid>(10), profile?.Jurisdiction ?? "", profile?.TimeZone ?? "UTC"));
        }

        return lost;
    }

    private async Task<bool> WriteAsync(
        DbTransaction transaction, ClaimedDial dial, DialReport report, CancellationToken cancel)
    {
        var next = report.IsForGood ? null : Next(dial, report);
        var isOurs = await transaction.RunAsync("""
            update pbx.dial_orders set state = $3, disposition = $4, ended_at = $5, not_before = coalesce($6, not_before),
                lease_until = null, node = null, promised_on = $7, recording_id = coalesce($8, recording_id)
            where id = $1 and call_id = $2 and state = 'dialling'
            """, cancel, dial.OrderId, dial.CallId, next is null ? "ended" : "waiting",
            DialNames.Of(report.Disposition), next is null ? report.At : null, next, report.Answer?.PromisedOn,
            report.RecordingId) == 1;
        if (!isOurs)
        {
            return false;
        }

        await transaction.RunAsync("""
            update pbx.dial_attempts set answered_at = $2, ended_at = $3, disposition = $4, sip_status = $5,
                recording_id = $6
            where call_id = $1
            """, cancel, dial.CallId, report.AnsweredAt, report.At, DialNames.Of(report.Disposition), report.SipStatus,
            report.RecordingId);
        var ledger = new ContactLedger(transaction);
        if (!RetryPlan.IsReached(report.Disposition) && !report.IsCut)
        {
            await ledger.NobodyReachedAsync(dial.CallId, cancel);
        }

        if (report.Disposition is Disposition.OptOut or Disposition.WrongPerson)
        {
            await ledger.RefuseAsync(dial, report.Disposition == Disposition.WrongPerson, report.At, cancel);
        }

        await DialFacts.TellAsync(transaction, new DialFinished(
            dial.OrderId, DialNames.Of(dial.Kind), dial.Organisation, dial.Phone, dial.AccountNumber,
            DialNames.Of(report.Disposition), dial.Attempt, next is null, report.At, dial.CallId, report.RecordingId,
            dial.Tag, dial.CampaignId, report.Answer), cancel);
        return true;
    }

    private DateTimeOffset? Next(ClaimedDial dial, DialReport report)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(dial.TimeZone);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(report.At, zone).DateTime);
        if (desk.Rules.Of(dial.Jurisdiction, dial.Kind, day) is not { } rule)
        {
            return null;
        }

        var hours = new CallingHours(rule, desk.Rules.CalendarOf(dial.Jurisdiction), zone, own: null);
        return RetryPlan.Next(report.Disposition, dial.Attempt, dial.TriesMax, rule, hours, report.At);
    }
}
