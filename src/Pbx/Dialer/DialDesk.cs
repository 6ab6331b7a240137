using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Dialer;

/// <summary>
/// Takes due orders one by one and decides, in one transaction each: end it, put it off, or write down that it is being
/// dialled. Any number of hosts may do so at once (SKIP LOCKED).
/// </summary>
public sealed class DialDesk(
    NpgsqlDataSource database, IDebtorDesk debtors, DialerOptions options, TimeProvider time)
{
    private static readonly TimeSpan UnknownOrganisationPause = TimeSpan.FromMinutes(10);

    private CallingRules? _rules;

    /// <summary>Rules as last read.</summary>
    public CallingRules Rules =>
        _rules ?? throw new InvalidOperationException("The rules were not read: call RefreshAsync first");

    /// <summary>Reads rules, holidays and profiles anew.</summary>
    public async Task RefreshAsync(CancellationToken cancel) =>
        _rules = await CallingRules.LoadAsync(database, cancel);

    /// <summary>Takes one order of a source.</summary>
    public async Task<ClaimAnswer> ClaimAsync(DialSource source, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var now = time.GetUtcNow();
        if (await TakeAsync(transaction, source, now, cancel) is not { } order)
        {
            return new ClaimAnswer.Nothing();
        }

        var claimed = await DecideAsync(transaction, order, now, cancel);
        await transaction.CommitAsync(cancel);
        return claimed is null ? new ClaimAnswer.PutAside() : new ClaimAnswer.Dial(claimed);
    }

    private static async Task<OpenOrder?> TakeAsync(
        DbTransaction transaction, DialSource source, DateTimeOffset now, CancellationToken cancel)
    {
        var which = source.CampaignId is null
            ? "o.kind = $2 and o.campaign_id is null" : "o.campaign_id = $2 and c.state = 'running'";
        await using var command = transaction.Command($"""
            select o.id, o.organisation, o.kind, o.phone, o.account_number, o.payload::text, o.expires_at, o.tries,
                o.tries_max, o.tag, o.campaign_id, c.hours_from, c.hours_to, coalesce(c.selected_at, o.placed_at)
            from pbx.dial_orders o left join pbx.campaigns c on c.id = o.campaign_id
            where o.state = 'waiting' and o.not_before <= $1 and {which}
            order by o.not_before, o.id limit 1 for update of o skip locked
            """, now, source.CampaignId is { } campaign ? campaign : DialNames.Of(source.Kind));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new OpenOrder(
                reader.GetGuid(0), reader.GetString(1), DialNames.KindOf(reader.GetString(2)), reader.GetString(3),
                reader.Text(4), reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetInt32(7),
                reader.GetInt32(8), reader.Text(9), reader.Value<Guid>(10),
                reader.Value<TimeOnly>(11) is { } from && reader.Value<TimeOnly>(12) is { } to
                    ? new DialHours(from, to) : null,
                reader.GetFieldValue<DateTimeOffset>(13))
            : null;
    }

    /// <summary>The order as claimed, or null when it was ended or put off.</summary>
    private async Task<ClaimedDial?> DecideAsync(
        DbTransaction transaction, OpenOrder order, DateTimeOffset now, CancellationToken cancel)
    {
        if (order.ExpiresAt <= now)
        {
            return await EndAsync(transaction, order, Disposition.Expired, null, now, cancel);
        }

        var ledger = new ContactLedger(transaction);
        await ledger.LockAsync(order.Phone, order.Organisation, order.AccountNumber, cancel);
        if (await ledger.OptOutAsync(order.Organisation, order.Phone, order.Kind, order.AccountNumber, cancel)
            is { } refusal)
        {
            var ended = refusal == "optOut" ? Disposition.OptOut : Disposition.WrongPerson;
            return await EndAsync(transaction, order, ended, refusal, now, cancel);
        }

        if (Rules.ProfileOf(order.Organisation) is not { } profile)
        {
            return await PutOffAsync(transaction, order, now + UnknownOrganisationPause, cancel);
        }

        var zoneName = ZoneOf(order.Payload, profile);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        if (Rules.Of(profile.Jurisdiction, order.Kind, day) is not { } rule)
        {
            return await PutOffAsync(transaction, order, now + UnknownOrganisationPause, cancel);
        }

        var hours = new CallingHours(rule, Rules.CalendarOf(profile.Jurisdiction), zone, order.Own);
        if (!hours.Allows(now))
        {
            return await PutOffAsync(transaction, order, hours.Next(now) ?? order.ExpiresAt, cancel);
        }

        var counts = await ledger.CountAsync(order.Phone, order.Organisation, order.AccountNumber, day, cancel);
        if (!counts.Allow(rule))
        {
            return await PutOffAsync(transaction, order, hours.NextDay(now) ?? order.ExpiresAt, cancel);
        }

        return await AskDebtAsync(transaction, order, day, now, cancel) is { } payload
            ? await ClaimAsync(
                transaction, order with { Payload = payload },
                Snapshot(order, profile, rule, zoneName, day, counts, now), now, cancel)
            : null;
    }

    /// <summary>The payload with the sum of this moment; null when the order was ended because of it.</summary>
    private async Task<string?> AskDebtAsync(
        DbTransaction transaction, OpenOrder order, DateOnly day, DateTimeOffset now, CancellationToken cancel)
    {
        if (order.Kind != DialKind.Debt || order.AccountNumber is not { } account)
        {
            return order.Payload;
        }

        if (await HasPromisedAsync(transaction, order.Organisation, account, day, cancel))
        {
            await EndAsync(transaction, order, Disposition.Withdrawn, "promise", now, cancel);
            return null;
        }

        var payload = JsonNode.Parse(order.Payload)?.AsObject()
            ?? throw new JsonException($"Order {order.Id} has an empty payload");
        var selected = payload["amountMinor"]?.GetValue<long>()
            ?? throw new JsonException($"Order {order.Id} names no amount");
        var debt = await debtors.StillOwesAsync(
            order.Organisation, account, order.Phone, selected, order.SelectedAt, cancel);
        if (!debt.Owes)
        {
            var isPaid = debt.Reason is null or "paid";
            await EndAsync(
                transaction, order, isPaid ? Disposition.Paid : Disposition.Withdrawn, debt.Reason, now, cancel);
            return null;
        }

        payload["amountMinor"] = debt.AmountMinor;
        return payload.ToJsonString();
    }

    private static async Task<bool> HasPromisedAsync(
        DbTransaction transaction, string organisation, string account, DateOnly day, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select exists (select from pbx.dial_orders where organisation = $1 and account_number = $2
                and promised_on >= $3)
            """, organisation, account, day);
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    private RuleSnapshot Snapshot(
        OpenOrder order, DialProfile profile, CallingRule rule, string zone, DateOnly day, ContactCounts counts,
        DateTimeOffset now)
    {
        var isFree = Rules.CalendarOf(profile.Jurisdiction).IsFree(day);
        var local = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime;
        return new RuleSnapshot(
            rule.Jurisdiction, rule.Source, rule.ValidFrom, zone, day, TimeOnly.FromDateTime(local), isFree,
            isFree ? rule.FreeDays : rule.Weekdays, order.Own, rule.PerDay, rule.PerWeek, rule.PerMonth, counts.Day,
            counts.Week, counts.Month, order.Tries + 1, Math.Min(order.TriesMax, rule.TriesMax));
    }

    private async Task<ClaimedDial> ClaimAsync(
        DbTransaction transaction, OpenOrder order, RuleSnapshot rules, DateTimeOffset now, CancellationToken cancel)
    {
        var dial = new ClaimedDial(
            order.Id, Guid.CreateVersion7(now), order.Organisation, order.Kind, order.Phone, order.AccountNumber,
            order.Payload, order.Tries + 1, order.TriesMax, order.Tag, order.CampaignId, rules.Jurisdiction,
            rules.TimeZone);
        await transaction.RunAsync("""
            update pbx.dial_orders set state = 'dialling', tries = $2, call_id = $3, dialling_since = $4,
                last_tried_at = $4, lease_until = $5, node = $6
            where id = $1
            """, cancel, order.Id, dial.Attempt, dial.CallId, now, now + options.Lease, options.Node);
        await transaction.RunAsync("""
            insert into pbx.dial_attempts (call_id, order_id, organisation, campaign_id, number, begun_at, rules)
            values ($1, $2, $3, $4, $5, $6, $7::jsonb)
            """, cancel, dial.CallId, order.Id, order.Organisation, order.CampaignId, dial.Attempt, now,
            JsonSerializer.Serialize(rules, DialJson.Default.RuleSnapshot));
        await new ContactLedger(transaction).TakeAsync(dial, rules.LocalDay, now, cancel);
        return dial;
    }

    private static async Task<ClaimedDial?> EndAsync(
        DbTransaction transaction, OpenOrder order, Disposition disposition, string? reason, DateTimeOffset now,
        CancellationToken cancel)
    {
        await transaction.RunAsync("""
            update pbx.dial_orders set state = $2, disposition = $3, reason = $4, ended_at = $5 where id = $1
            """, cancel, order.Id, disposition == Disposition.Withdrawn ? "withdrawn" : "ended",
            DialNames.Of(disposition), reason, now);
        await DialFacts.TellAsync(transaction, DialFacts.Ended(order, disposition, now), cancel);
        return null;
    }

    private static async Task<ClaimedDial?> PutOffAsync(
        DbTransaction transaction, OpenOrder order, DateTimeOffset until, CancellationToken cancel)
    {
        await transaction.RunAsync("update pbx.dial_orders set not_before = $2 where id = $1", cancel, order.Id, until);
        return null;
    }

    /// <summary>The called person's zone; one that this machine does not know is no zone.</summary>
    private static string ZoneOf(string payload, DialProfile profile)
    {
        using var json = JsonDocument.Parse(payload);
        return json.RootElement.TryGetProperty("timeZone", out var zone) && zone.ValueKind == JsonValueKind.String
            && zone.GetString() is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)
            ? name : profile.TimeZone;
    }
}
