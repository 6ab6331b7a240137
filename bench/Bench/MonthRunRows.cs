namespace Zhkh.Bench;

/// <summary>The town of the month run, and the plain SQL it is measured against.</summary>
internal static class MonthRunRows
{
    /// <summary>Four meters a flat, a reading of September and, but for one meter in ten, one of October.</summary>
    public static string Lay(int accounts) => $"""
        set session_replication_role = replica;
        insert into billing.organisations
        values ('town', 'Город', 'Місто', 'manager', 'RU', 'RUB', 'ru', 'Europe/Moscow');
        insert into billing.houses select gen_random_uuid(), 'town', 'Город', 'Улица', n::text, 9
            from generate_series(1, {accounts} / 100 + 1) n;
        create temp table numbered as select row_number() over () as n, id from billing.houses;
        create temp table flats as select n, gen_random_uuid() as premise, gen_random_uuid() as account
            from generate_series(1, {accounts}) n;
        insert into billing.premises (id, organisation, house_id, flat, area, registered)
        select f.premise, 'town', h.id, f.n::text, 30 + f.n % 500 / 10.0, 1 + f.n % 4
        from flats f join numbered h on h.n = f.n / 100 + 1;
        insert into billing.accounts (id, organisation, number, premise_id, opened_on)
        select account, 'town', (10000000 + n)::text, premise, '2020-01-01' from flats;
        create temp table counters as select f.n, f.account, s.service, s.unit, gen_random_uuid() as id
            from flats f, (values ('coldWater', 'm3'), ('hotWater', 'm3'), ('electricity', 'kWh'), ('gas', 'm3'))
                as s(service, unit);
        insert into billing.meters (id, organisation, scope, account_id, service, serial, unit, digits,
            commissioned_on)
        select id, 'town', 'unit', account, service, n::text, unit, 5, '2020-01-01' from counters;
        insert into billing.readings (id, organisation, meter_id, value, consumption, at, taken_on, source, status,
            key)
        select gen_random_uuid(), 'town', c.id, 100 + c.n % 700 + m * (3 + c.n % 5), m * (3 + c.n % 5),
            date '2026-09-22' + m * 30, date '2026-09-22' + m * 30, 'phone', 'accepted', c.id || ':' || m
        from counters c, generate_series(0, 1) m where m = 0 or c.n % 10 <> 0;
        insert into billing.tariffs (id, organisation, service, price, unit, charged_by, valid_from, basis,
            recorded_at, recorded_by)
        select gen_random_uuid(), 'town', service, price, unit, by, '2026-01-01', 'bench', now(), 'bench'
        from (values ('coldWater', 30.85, 'm3', 'meter'), ('hotWater', 164.05, 'm3', 'meter'),
            ('electricity', 5.38, 'kWh', 'meter'), ('gas', 7.91, 'm3', 'meter'), ('sewerage', 24.16, 'm3', 'water'),
            ('heating', 38.12, 'm2', 'area'), ('maintenance', 27.5, 'm2', 'area'),
            ('waste', 112.4, 'person', 'people')) as t(service, price, unit, by);
        insert into billing.norms (id, organisation, service, per, value, unit, valid_from, basis)
        select gen_random_uuid(), 'town', service, 'person', value, unit, '2026-01-01', 'bench'
        from (values ('coldWater', 4.33, 'm3'), ('hotWater', 2.97, 'm3'), ('electricity', 98, 'kWh'),
            ('gas', 10.5, 'm3')) as t(service, value, unit);
        insert into billing.books (organisation) values ('town') on conflict do nothing;
        create schema plain;
        create table plain.postings (like billing.postings including all);
        create table plain.entries (like billing.entries including all);
        create table plain.charges (like billing.charges including all);
        create table plain.balances (like billing.balances including all);
        """;

    /// <summary>The same rows and indexes, one statement a table, without one of the ledger's guards.</summary>
    public const string PlainSql = """
        begin;
        create temp table made on commit drop as select id as account, gen_random_uuid() as posting, number
            from billing.accounts;
        insert into plain.postings (id, organisation, kind, effective_on, posted_at, posted_by, reason, currency,
            idempotency_key, input_hash, for_month)
        select posting, 'town', 'charge', '2026-10-31', now(), 'plain', 'Начислено за 10.2026', 'RUB',
            'charge:2026-10:' || number, sha256(number::bytea), '2026-10-01' from made;
        insert into plain.charges (organisation, posting_id, account_id, month, service, method, consumed, days,
            month_days, quantity, unit, price, coefficient, amount_minor, rounded_away, meter_id, base_value, base_on)
        with metered as (
            select m.account_id, m.service, m.id as meter_id, now_.value, now_.taken_on,
                case when now_.value is null then 'norm' else 'meter' end as method,
                coalesce(now_.value - before.value, n.value * p.registered) as quantity
            from billing.meters m
            join billing.accounts a on a.id = m.account_id
            join billing.premises p on p.id = a.premise_id
            join billing.norms n on n.service = m.service
            join billing.readings before on before.meter_id = m.id and before.taken_on < '2026-10-01'
            left join billing.readings now_ on now_.meter_id = m.id and now_.taken_on >= '2026-10-01'),
        lines as (
            select * from metered
            union all select account_id, 'sewerage', null, null, null, 'meter', sum(quantity) from metered
                where service in ('coldWater', 'hotWater') group by account_id
            union all select a.id, s.service, null, null, null, s.method,
                case s.service when 'waste' then p.registered else p.area end
            from billing.accounts a join billing.premises p on p.id = a.premise_id,
                (values ('heating', 'area'), ('maintenance', 'area'), ('waste', 'people')) as s(service, method))
        select 'town', made.posting, l.account_id, '2026-10-01', l.service, l.method, l.quantity, 31, 31, l.quantity,
            t.unit, t.price, 1, round(l.quantity * t.price * 100)::bigint,
            l.quantity * t.price * 100 - round(l.quantity * t.price * 100), l.meter_id, l.value, l.taken_on
        from lines l join billing.tariffs t on t.service = l.service join made on made.account = l.account_id;
        insert into plain.entries (posting_id, organisation, book, account_id, service, amount_minor)
        select posting_id, 'town', 'resident', account_id, service, amount_minor from plain.charges
        where amount_minor <> 0
        union all select posting_id, 'town', 'income', null, null, -sum(amount_minor)::bigint from plain.charges
        group by posting_id;
        insert into plain.balances (account_id, service, organisation, amount_minor, last_entry_id)
        select account_id, service, 'town', sum(amount_minor), max(id) from plain.entries where book = 'resident'
        group by account_id, service;
        commit;
        """;
}
