using Npgsql;
using NpgsqlTypes;

namespace Zhkh.Billing;

/// <summary>Reads the households of many accounts for one month: five queries, however many accounts.</summary>
internal sealed class HouseholdReader(NpgsqlConnection connection, PriceList prices, LegalRules rules)
{
    public async Task<List<Household>> ReadAsync(
        string organisation, Guid firstAccount, Guid lastAccount, CancellationToken cancel)
    {
        var scope = new Scope(organisation, firstAccount, lastAccount);
        var readings = await ReadingsAsync(scope, cancel);
        var states = await StatesAsync(scope, cancel);
        var meters = await MetersAsync(scope, readings, states, cancel);
        var unserved = await UnservedAsync(scope, cancel);
        return await AccountsAsync(scope, meters, unserved, cancel);
    }

    private async Task<List<Household>> AccountsAsync(
        Scope scope, Dictionary<Guid, List<MeterFacts>> meters, Dictionary<Guid, HashSet<Service>> unserved,
        CancellationToken cancel)
    {
        await using var command = Command("""
            select a.id, a.number, p.area, a.opened_on, a.closed_on, case when p.registered > 0 then p.registered else (
                select count(*)::int from billing.occupancies o where o.premise_id = p.id and o.kind = 'owner'
                    and o.since <= $5 and (o.until is null or o.until >= $4)) end
            from billing.accounts a join billing.premises p on p.id = a.premise_id
            where a.organisation = $1 and a.id between $2 and $3 and a.opened_on <= $5
                and (a.closed_on is null or a.closed_on >= $4)
            """, scope);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var households = new List<Household>();
        while (await rows.ReadAsync(cancel))
        {
            var id = rows.GetGuid(0);
            var (opened, closed) = (rows.GetFieldValue<DateOnly>(3),
                rows.IsDBNull(4) ? prices.LastDay : rows.GetFieldValue<DateOnly>(4));
            households.Add(new Household(id, rows.GetString(1), rows.GetInt32(5),
                rows.IsDBNull(2) ? null : rows.GetDecimal(2),
                opened > prices.Month ? opened : prices.Month, closed < prices.LastDay ? closed : prices.LastDay,
                meters.TryGetValue(id, out var own) ? own : [],
                unserved.TryGetValue(id, out var not) ? not : NothingUnserved));
        }

        return households;
    }

    private static readonly HashSet<Service> NothingUnserved = [];

    private async Task<Dictionary<Guid, List<MeterFacts>>> MetersAsync(
        Scope scope, Dictionary<Guid, MeterReadings> readings, Dictionary<Guid, MeterState> states,
        CancellationToken cancel)
    {
        // Billing by a meter begins on the first day of the month after it was put into service.
        await using var command = Command("""
            select m.id, m.account_id, m.service, m.digits, m.next_verification_on
            from billing.meters m
            where m.account_id between $2 and $3 and m.organisation = $1 and m.commissioned_on < $4
                and (m.archived_on is null or m.archived_on > $5)
            order by m.account_id, m.service, m.serial
            """, scope);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var meters = new Dictionary<Guid, List<MeterFacts>>();
        while (await rows.ReadAsync(cancel))
        {
            var id = rows.GetGuid(0);
            var known = readings.GetValueOrDefault(id, MeterReadings.None);
            var facts = new MeterFacts(id, CamelCase.Value<Service>(rows.GetString(2)), rows.GetInt32(3),
                rows.IsDBNull(4) ? null : rows.GetFieldValue<DateOnly>(4), known.All, known.OfMonth,
                states.GetValueOrDefault(id));
            var account = rows.GetGuid(1);
            if (!meters.TryGetValue(account, out var own))
            {
                meters[account] = own = new List<MeterFacts>(4);
            }

            own.Add(facts);
        }

        return meters;
    }

    /// <summary>A reading after the last day of the window belongs to the next bill (RU 354: it is kept).</summary>
    private async Task<Dictionary<Guid, MeterReadings>> ReadingsAsync(Scope scope, CancellationToken cancel)
    {
        await using var command = Command("""
            select r.meter_id, r.value, r.consumption, r.taken_on, r.taken_on >= $4 or (r.status = 'outsideWindow'
                    and extract(day from r.taken_on) > w.last_day and r.taken_on >= $4 - interval '1 month')
            from billing.meters m
            join billing.readings r on r.meter_id = m.id and r.status in ('accepted', 'outsideWindow')
                and r.taken_on between $6 and $5
            left join billing.reading_windows w on w.organisation = m.organisation and w.valid_from <= r.taken_on
                and (w.valid_to is null or w.valid_to > r.taken_on)
            where m.account_id between $2 and $3 and m.organisation = $1
                and not (r.status = 'outsideWindow' and r.taken_on >= $4 and extract(day from r.taken_on) > w.last_day)
            order by r.meter_id, r.at desc, r.id desc
            """, scope);
        // One month more than the average needs, for the reading it begins with.
        command.Parameters.Add(new NpgsqlParameter<DateOnly>
        {
            TypedValue = prices.Month.AddMonths(-rules.Whole("reading.average.monthsMax") - 1),
        });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var readings = new Dictionary<Guid, MeterReadings>();
        while (await rows.ReadAsync(cancel))
        {
            var meter = rows.GetGuid(0);
            if (!readings.TryGetValue(meter, out var known))
            {
                readings[meter] = known = new MeterReadings();
            }

            known.All.Add(new PastReading(rows.GetDecimal(1), rows.GetDecimal(2), rows.GetFieldValue<DateOnly>(3)));
            known.OfMonth += rows.GetBoolean(4) ? 1 : 0;
        }

        return readings;
    }

    /// <summary>Where the last charge before this month that still stands left each meter.</summary>
    private async Task<Dictionary<Guid, MeterState>> StatesAsync(Scope scope, CancellationToken cancel)
    {
        await using var command = Command("""
            select distinct on (c.meter_id) c.meter_id, c.base_value, c.base_on, c.open_estimate, c.open_periods
            from billing.charges c
            where c.account_id between $2 and $3 and c.organisation = $1 and c.month < $4 and c.month >= $5
                and c.meter_id is not null
                and not exists (select from billing.postings r where r.reverses = c.posting_id)
            order by c.meter_id, c.month desc, c.id desc
            """, scope, usesLastDay: false);
        // Claims older than three years are barred (ГК РФ ст. 196, ЦКУ ст. 257); so is what is carried on.
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = prices.Month.AddYears(-3) });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var states = new Dictionary<Guid, MeterState>();
        while (await rows.ReadAsync(cancel))
        {
            states[rows.GetGuid(0)] = new MeterState(rows.IsDBNull(1) ? null : rows.GetDecimal(1),
                rows.IsDBNull(2) ? null : rows.GetFieldValue<DateOnly>(2), rows.GetDecimal(3), rows.GetInt32(4));
        }

        return states;
    }

    private async Task<Dictionary<Guid, HashSet<Service>>> UnservedAsync(Scope scope, CancellationToken cancel)
    {
        await using var command = Command("""
            select u.account_id, u.service from billing.unserved u
            where u.account_id between $2 and $3 and u.organisation = $1 and u.since <= $4
                and (u.until is null or u.until >= $5)
            """, scope);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var unserved = new Dictionary<Guid, HashSet<Service>>();
        while (await rows.ReadAsync(cancel))
        {
            var account = rows.GetGuid(0);
            if (!unserved.TryGetValue(account, out var own))
            {
                unserved[account] = own = [];
            }

            own.Add(CamelCase.Value<Service>(rows.GetString(1)));
        }

        return unserved;
    }

    private NpgsqlCommand Command(string sql, Scope scope, bool usesLastDay = true)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = scope.Organisation });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.First });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Last });
        command.Parameters.Add(new NpgsqlParameter { Value = prices.Month, NpgsqlDbType = NpgsqlDbType.Date });
        if (usesLastDay)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = prices.LastDay, NpgsqlDbType = NpgsqlDbType.Date });
        }

        return command;
    }

    private sealed record Scope(string Organisation, Guid First, Guid Last);

    private sealed class MeterReadings
    {
        public static MeterReadings None { get; } = new();

        public List<PastReading> All { get; } = [];

        /// <summary>The newest of them that belong to the month's bill.</summary>
        public int OfMonth { get; set; }
    }
}
