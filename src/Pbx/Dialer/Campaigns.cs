using System.Data.Common;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Dialer;

/// <summary>A campaign as it was asked for.</summary>
/// <param name="Language">ru or uk for everybody; null = each account's own.</param>
/// <param name="SeriesId">The first campaign of a recurring series; null = this is it.</param>
/// <param name="Period"><c>2026-Q4</c>: a series has one campaign a period, however often it is asked for.</param>
/// <param name="Id">Given by who asks: asking again with it makes no second campaign. Null = a new one.</param>
public sealed record CampaignWish(
    string Organisation, string Name, long DebtFromMinor, int MonthsFrom, DialHours Hours, int LinesMax,
    int CallsPerMinute, CampaignRecurrence Recurrence, string? Language, string By, Guid? SeriesId = null,
    string? Period = null, Guid? Id = null);

/// <summary>Whether a campaign comes again by itself.</summary>
public enum CampaignRecurrence
{
    None,
    Quarterly,
}

/// <summary>Makes campaigns and moves them; works inside the host's transaction.</summary>
public sealed class Campaigns(DbTransaction transaction, TimeProvider time)
{
    /// <summary>Tries for one debtor in one campaign (DOMAIN §3.3).</summary>
    private const int TriesMax = 3;

    /// <summary>Three tries fit with two contacts a week and holidays between; the next quarter begins anew.</summary>
    private static readonly TimeSpan OrderLife = TimeSpan.FromDays(45);

    /// <summary>
    /// Writes down a campaign with its audience as it is now: whom it will call is fixed, whether they still owe is
    /// asked again before each dial.
    /// </summary>
    /// <returns>Its id; null when it is there already, or the series has one of this period.</returns>
    public async Task<Guid?> CreateAsync(CampaignWish wish, DebtorAudience audience, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var id = wish.Id ?? Guid.CreateVersion7(now);
        var isNew = await transaction.RunAsync("""
            insert into pbx.campaigns (id, organisation, name, state, debt_from_minor, months_from, hours_from, hours_to,
                lines_max, calls_per_minute, recurrence, language, series_id, period, currency, selected,
                selected_minor, excluded, selected_at, created_at, created_by)
            values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17::jsonb, $18,
                $18, $19)
            on conflict do nothing
            """, cancel, id, wish.Organisation, wish.Name, wish.DebtFromMinor, wish.MonthsFrom, wish.Hours.From,
            wish.Hours.To, wish.LinesMax, wish.CallsPerMinute,
            JsonNamingPolicy.CamelCase.ConvertName(wish.Recurrence.ToString()), wish.Language, wish.SeriesId ?? id,
            wish.Period, audience.Currency, audience.Selected.Count, audience.Selected.Sum(d => d.AmountMinor),
            JsonSerializer.Serialize([.. audience.Excluded], DialJson.Default.ListExclusion), now, wish.By) == 1;
        if (!isNew)
        {
            return null;
        }

        await CopyOrdersAsync(id, wish, audience, now, cancel);
        return id;
    }

    /// <summary>Moves a campaign by the table; null = there is none the asker may see.</summary>
    public async Task<CampaignMoved?> MoveAsync(Guid id, CampaignMove move, string by, CancellationToken cancel)
    {
        var (state, organisation) = await LockAsync(id, cancel);
        if (organisation is null)
        {
            return null;
        }

        if (CampaignLifecycle.Next(state, move) is not { } next)
        {
            return new CampaignMoved(false, state, organisation);
        }

        var now = time.GetUtcNow();
        await transaction.RunAsync("""
            update pbx.campaigns set state = $2, version = version + 1,
                started_at = case when $2 = 'running' then coalesce(started_at, $3) else started_at end,
                ended_at = case when $2 in ('stopped', 'finished') then $3 else ended_at end
            where id = $1
            """, cancel, id, DialNames.Of(next), now);
        await transaction.RunAsync("""
            insert into pbx.campaign_changes (campaign_id, organisation, at, by_whom, move, from_state, to_state)
            values ($1, $2, $3, $4, $5, $6, $7)
            """, cancel, id, organisation, now, by, JsonNamingPolicy.CamelCase.ConvertName(move.ToString()),
            DialNames.Of(state), DialNames.Of(next));
        if (next == CampaignState.Stopped)
        {
            await transaction.RunAsync("""
                update pbx.dial_orders set state = 'withdrawn', disposition = 'withdrawn', reason = 'stopped',
                    ended_at = $2
                where campaign_id = $1 and state = 'waiting'
                """, cancel, id, now);
        }

        return new CampaignMoved(true, next, organisation);
    }

    private async Task<(CampaignState State, string? Organisation)> LockAsync(Guid id, CancellationToken cancel)
    {
        await using var command =
            transaction.Command("select state, organisation from pbx.campaigns where id = $1 for update", id);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? (DialNames.StateOf(reader.GetString(0)), reader.GetString(1)) : (default, null);
    }

    /// <summary>COPY is not allowed under row guards: the rows go in one statement with arrays.</summary>
    private async Task CopyOrdersAsync(
        Guid id, CampaignWish wish, DebtorAudience audience, DateTimeOffset now, CancellationToken cancel)
    {
        var debtors = audience.Selected;
        await using var command = transaction.Command("""
            insert into pbx.dial_orders (id, organisation, kind, phone, account_number, payload, not_before,
                expires_at, tries_max, tag, campaign_id, placed_at)
            select o.id, $1, 'debt', o.phone, o.account, o.payload::jsonb, $2, $3, $4, $5, $6, $2
            from unnest($7, $8, $9, $10) as o(id, phone, account, payload)
            """, wish.Organisation, now, now + OrderLife, TriesMax, $"debt:{id}", id);
        command.Parameters.Add(new NpgsqlParameter<Guid[]>
        {
            TypedValue = [.. debtors.Select(_ => Guid.CreateVersion7(now))],
        });
        command.Parameters.Add(Texts(debtors.Select(d => d.Phone)));
        command.Parameters.Add(Texts(debtors.Select(d => d.AccountNumber)));
        command.Parameters.Add(Texts(debtors.Select(d => JsonSerializer.Serialize(
            new DebtPayload(id, d.AmountMinor, audience.Currency, wish.Language ?? d.Language, d.TimeZone, d.Months),
            PayloadJson.Default.DebtPayload))));
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> texts) =>
        new() { TypedValue = [.. texts], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}

/// <summary>What asking for a move came to.</summary>
/// <param name="State">Where the campaign is now.</param>
public sealed record CampaignMoved(bool IsMoved, CampaignState State, string Organisation);
