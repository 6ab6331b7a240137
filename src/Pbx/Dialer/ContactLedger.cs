using System.Data.Common;

namespace Zhkh.Pbx.Dialer;

/// <summary>How often a person was reached: on the day, in seven days, in thirty-one days, this day included.</summary>
public readonly record struct ContactCounts(int Day, int Week, int Month)
{
    /// <summary>
    /// Rolling weeks and months are never more generous than the calendar's, whichever the law means.
    /// </summary>
    public bool Allow(CallingRule rule) =>
        Day < (rule.PerDay ?? int.MaxValue) && Week < (rule.PerWeek ?? int.MaxValue)
        && Month < (rule.PerMonth ?? int.MaxValue);
}

/// <summary>
/// The one count of whom we have called, over all campaigns and people's own calls. Works inside a transaction; a
/// contact is taken before the INVITE leaves and given back when nobody was reached.
/// </summary>
public sealed class ContactLedger(DbTransaction transaction)
{
    /// <summary>
    /// Whoever decides about a person waits here for whoever decides about them already: two campaigns, or two hosts.
    /// </summary>
    internal async Task LockAsync(string phone, string organisation, string? account, CancellationToken cancel)
    {
        await transaction.RunAsync(
            "select pg_advisory_xact_lock(hashtextextended($1, 0))", cancel, $"phone {phone}");
        if (account is not null)
        {
            await transaction.RunAsync(
                "select pg_advisory_xact_lock(hashtextextended($1, 0))", cancel, $"account {organisation} {account}");
        }
    }

    /// <summary>Contacts about a debt, by phone or by account, whoever made them.</summary>
    internal async Task<ContactCounts> CountAsync(
        string phone, string organisation, string? account, DateOnly localDay, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select count(*) filter (where local_day >= $4)::int, count(*) filter (where local_day > $4 - 7)::int,
                count(*)::int
            from pbx.contacts
            where is_reached and kind in ('debt', 'manual') and local_day > $4 - 31
              and (phone = $1 or (organisation = $2 and account_number = $3))
            """, phone, organisation, account ?? "", localDay);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new ContactCounts(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));
    }

    internal Task TakeAsync(ClaimedDial dial, DateOnly localDay, DateTimeOffset now, CancellationToken cancel) =>
        transaction.RunAsync("""
            insert into pbx.contacts (call_id, organisation, phone, account_number, kind, campaign_id, at, local_day)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """, cancel, dial.CallId, dial.Organisation, dial.Phone, dial.AccountNumber, DialNames.Of(dial.Kind),
            dial.CampaignId, now, localDay);

    internal Task NobodyReachedAsync(Guid callId, CancellationToken cancel) =>
        transaction.RunAsync("update pbx.contacts set is_reached = false where call_id = $1", cancel, callId);

    /// <summary>A person of ours called a resident on their own account and they talked.</summary>
    /// <returns>False when that call is known already, as the robot's own are.</returns>
    public async Task<bool> RecordManualAsync(
        Guid callId, string organisation, string phone, string? account, DateTimeOffset at, CancellationToken cancel) =>
        await transaction.RunAsync("""
            insert into pbx.contacts (call_id, organisation, phone, account_number, kind, at, local_day)
            select $1, $2, $3, $4, 'manual', $5, ($5::timestamptz at time zone p.time_zone)::date
            from pbx.dial_profiles p where p.organisation = $2
            on conflict (call_id) do nothing
            """, cancel, callId, organisation, phone, account, at) == 1;

    /// <summary>Why a phone is not to be called for this kind, or null.</summary>
    internal async Task<string?> OptOutAsync(
        string organisation, string phone, DialKind kind, string? account, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select reason from pbx.opt_outs
            where organisation = $1 and phone = $2 and kind = $3 and account_number in ('', $4) limit 1
            """, organisation, phone, DialNames.Of(kind), account ?? "");
        return await command.ExecuteScalarAsync(cancel) as string;
    }

    /// <summary>"Never again" is for the kind; a wrong number is wrong for its account.</summary>
    internal Task RefuseAsync(
        ClaimedDial dial, bool isWrongPerson, DateTimeOffset now, CancellationToken cancel) =>
        transaction.RunAsync("""
            insert into pbx.opt_outs (organisation, phone, kind, account_number, reason, at, call_id)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
            """, cancel, dial.Organisation, dial.Phone, DialNames.Of(dial.Kind),
            isWrongPerson ? dial.AccountNumber ?? "" : "", isWrongPerson ? "wrongPerson" : "optOut", now, dial.CallId);
}
