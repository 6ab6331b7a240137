using System.Globalization;

namespace Zhkh.Bench;

/// <summary>Many accounts with debts, written by plain SQL through the ledger's own triggers.</summary>
internal static class BenchTown
{
    /// <summary>Each account owes for four services, so many months of them.</summary>
    public static Task BuildAsync(DurableCluster cluster, int accounts, int months) => cluster.ExecuteAsync(
        string.Create(CultureInfo.InvariantCulture, $"""
            insert into billing.organisations values
                ('bench', 'Замер', 'Замір', 'manager', 'RU', 'RUB', 'ru', 'Europe/Volgograd');
            insert into billing.houses
                select gen_random_uuid(), 'bench', 'Город', 'Улица ' || n, '1', 9 from generate_series(1, 100) n;
            insert into billing.premises (id, organisation, house_id, flat)
                select gen_random_uuid(), 'bench', h.id, n::text
                from billing.houses h, generate_series(1, {accounts / 100}) n;
            insert into billing.accounts (id, organisation, number, premise_id, opened_on)
                select gen_random_uuid(), 'bench', (10000000 + row_number() over ())::text, p.id, '2019-01-01'
                from billing.premises p;
            insert into billing.person_phones (account_id, phone, organisation, source, since)
                select id, '+79' || right('000000000' || number, 9), 'bench', 'contract', now() from billing.accounts;
            begin;
            create temp table made on commit drop as
                select gen_random_uuid() as posting, m, p
                from generate_series(1, {months}) m, generate_series(0, {accounts / 200}) p;
            create temp table numbered on commit drop as
                select id, row_number() over (order by number) - 1 as n from billing.accounts;
            analyze made; analyze numbered;
            insert into billing.postings (id, organisation, kind, effective_on, posted_at, posted_by, reason, currency,
                    idempotency_key, input_hash)
                select posting, 'bench', 'charge', (date_trunc('month', now()) - m * interval '1 month')::date, now(),
                    'bench', 'charge', 'RUB', 'charge:' || m || ':' || p, '' from made
                where p * 200 < {accounts};
            insert into billing.entries (posting_id, organisation, book, account_id, service, amount_minor)
                select d.posting, 'bench', 'resident', a.id, s.service, s.minor + (a.n % 97)
                from made d join numbered a on a.n / 200 = d.p,
                    (values ('coldWater', 38240), ('hotWater', 71380), ('sewerage', 30800), ('maintenance', 140000))
                    as s(service, minor);
            insert into billing.entries (posting_id, organisation, book, amount_minor)
                select e.posting_id, 'bench', 'income', -sum(e.amount_minor)
                from billing.entries e join made d on d.posting = e.posting_id group by e.posting_id;
            commit;
            analyze billing.accounts, billing.balances, billing.entries, billing.postings, billing.person_phones;
            """));
}
