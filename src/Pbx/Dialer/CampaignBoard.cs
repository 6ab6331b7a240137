using System.Data.Common;
using System.Text.Json;

namespace Zhkh.Pbx.Dialer;

/// <summary>Reads of campaigns for people at screens, inside the host's transaction.</summary>
public sealed class CampaignBoard(DbTransaction transaction, TimeProvider time)
{
    public const int CampaignsMax = 200;
    public const int ContactsMax = 200;

    private const string Select = """
        select id, organisation, name, state, debt_from_minor, months_from, selected, selected_minor, currency,
            excluded::text, hours_from, hours_to, lines_max, calls_per_minute, recurrence, language, series_id, period,
            selected_at, created_at, created_by, started_at, ended_at, version
        from pbx.campaigns
        """;

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<CampaignRow>> ListAsync(string? organisation, CancellationToken cancel) => RowsAsync(
        $"{Select} where ($1::text is null or organisation = $1) order by created_at desc, id limit {CampaignsMax}",
        cancel, organisation);

    /// <summary>One campaign, or null when there is none the asker may see.</summary>
    public async Task<CampaignRow?> GetAsync(Guid id, CancellationToken cancel) =>
        (await RowsAsync($"{Select} where id = $1", cancel, id)).SingleOrDefault();

    /// <summary>
    /// Recurring series of an organisation's clock: the newest campaign of each that nobody has stopped for good.
    /// </summary>
    public async Task<IReadOnlyList<CampaignRow>> SeriesAsync(CancellationToken cancel)
    {
        var newest = await RowsAsync($"""
            {Select} where id in (select distinct on (series_id) id from pbx.campaigns
                where recurrence = 'quarterly' order by series_id, created_at desc)
            order by created_at limit {CampaignsMax}
            """, cancel);
        return [.. newest.Where(c => c.State != CampaignState.Stopped)];
    }

    /// <summary>Debtors of a campaign in the order of their rows, after one of them.</summary>
    public async Task<IReadOnlyList<CampaignContact>> ContactsAsync(
        Guid id, string? disposition, Guid? after, int limit, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select id, account_number, phone, state, tries, disposition, reason, coalesce(ended_at, last_tried_at),
                call_id, recording_id, promised_on, (payload ->> 'amountMinor')::bigint,
                coalesce((payload ->> 'months')::int, 0), payload ->> 'language', not_before
            from pbx.dial_orders
            where campaign_id = $1 and ($2::text is null or disposition = $2) and ($3::uuid is null or id > $3)
            order by id limit $4
            """, id, disposition, after, limit);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var contacts = new List<CampaignContact>();
        while (await reader.ReadAsync(cancel))
        {
            contacts.Add(new CampaignContact(
                reader.GetGuid(0), reader.Text(1) ?? "", reader.GetString(2), reader.GetString(3), reader.GetInt32(4),
                reader.Text(5), reader.Text(6), reader.Value<DateTimeOffset>(7), reader.Value<Guid>(8),
                reader.Value<Guid>(9), reader.Value<DateOnly>(10), reader.GetInt64(11), reader.GetInt32(12),
                reader.Text(13) ?? "ru", reader.GetFieldValue<DateTimeOffset>(14)));
        }

        return contacts;
    }

    /// <summary>One debtor by account, or the first; for the text and a trial. Null when the campaign has nobody.</summary>
    public async Task<CampaignContact?> SampleAsync(Guid id, string? account, CancellationToken cancel)
    {
        var all = await ContactsAsync(id, null, null, account is null ? 1 : int.MaxValue, cancel);
        return all.FirstOrDefault(c => account is null || c.AccountNumber == account);
    }

    /// <summary>Accounts of an organisation that have promised to pay by a day that is still to come.</summary>
    public async Task<IReadOnlySet<string>> PromisesAsync(string organisation, DateOnly today, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select distinct account_number from pbx.dial_orders
            where organisation = $1 and promised_on >= $2 and account_number is not null
            """, organisation, today);
        return await TextsAsync(command, cancel);
    }

    /// <summary>Phones that are not to be called about debts, and accounts whose number is somebody else's.</summary>
    public async Task<IReadOnlySet<(string Phone, string Account)>> RefusalsAsync(
        string organisation, CancellationToken cancel)
    {
        await using var command = transaction.Command(
            "select phone, account_number from pbx.opt_outs where organisation = $1 and kind = 'debt'", organisation);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var refusals = new HashSet<(string, string)>();
        while (await reader.ReadAsync(cancel))
        {
            refusals.Add((reader.GetString(0), reader.GetString(1)));
        }

        return refusals;
    }

    private async Task<IReadOnlyList<CampaignRow>> RowsAsync(
        string sql, CancellationToken cancel, params IReadOnlyList<object?> values)
    {
        var rows = new List<CampaignRow>();
        await using (var command = transaction.Command(sql, values))
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                rows.Add(Row(reader));
            }
        }

        var progress = await ProgressAsync([.. rows.Select(r => r.Id)], cancel);
        return [.. rows.Select(r => r with { Progress = progress.GetValueOrDefault(r.Id, r.Progress) })];
    }

    private static CampaignRow Row(DbDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), DialNames.StateOf(reader.GetString(3)),
        reader.GetInt64(4), reader.GetInt32(5),
        new CampaignAudience(reader.GetInt32(6), reader.GetInt64(7), reader.GetString(8),
            JsonSerializer.Deserialize(reader.GetString(9), DialJson.Default.ListExclusion) ?? []),
        new DialHours(reader.GetFieldValue<TimeOnly>(10), reader.GetFieldValue<TimeOnly>(11)), reader.GetInt32(12),
        reader.GetInt32(13), Enum.Parse<CampaignRecurrence>(reader.GetString(14), ignoreCase: true), reader.Text(15),
        reader.GetGuid(16), reader.Text(17), new CampaignProgress(0, 0, 0, 0, [], 0, 0, 0, 0),
        reader.GetFieldValue<DateTimeOffset>(18), reader.GetFieldValue<DateTimeOffset>(19), reader.GetString(20),
        reader.Value<DateTimeOffset>(21), reader.Value<DateTimeOffset>(22), reader.GetInt32(23));

    private async Task<Dictionary<Guid, CampaignProgress>> ProgressAsync(Guid[] ids, CancellationToken cancel)
    {
        await using var command = transaction.Command("""
            select campaign_id, state, coalesce(disposition, ''), count(*)::int,
                count(*) filter (where promised_on is not null)::int,
                coalesce(sum((payload ->> 'amountMinor')::bigint) filter (where promised_on is not null), 0)::bigint,
                sum(tries)::int, count(*) filter (where last_tried_at > $2)::int
            from pbx.dial_orders where campaign_id = any($1) group by 1, 2, 3
            """, ids, time.GetUtcNow() - TimeSpan.FromHours(1));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var groups = new List<(Guid Id, string State, string Disposition, int Count, int Promised, long Minor, int Tries,
            int Recent)>();
        while (await reader.ReadAsync(cancel))
        {
            groups.Add((reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3),
                reader.GetInt32(4), reader.GetInt64(5), reader.GetInt32(6), reader.GetInt32(7)));
        }

        return groups.GroupBy(g => g.Id).ToDictionary(own => own.Key, own => new CampaignProgress(
            own.Sum(g => g.Count), own.Where(g => g.State == "waiting").Sum(g => g.Count),
            own.Where(g => g.State == "dialling").Sum(g => g.Count),
            own.Where(g => g.State is "ended" or "withdrawn").Sum(g => g.Count),
            [.. own.Where(g => g.Disposition.Length > 0).GroupBy(g => g.Disposition)
                .Select(d => new DispositionCount(d.Key, d.Sum(g => g.Count))).OrderBy(d => d.Disposition)],
            own.Sum(g => g.Promised), own.Sum(g => g.Minor), own.Sum(g => g.Tries), own.Sum(g => g.Recent)));
    }

    private static async Task<HashSet<string>> TextsAsync(Npgsql.NpgsqlCommand command, CancellationToken cancel)
    {
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
