namespace Zhkh.Billing;

/// <summary>
/// The two questions about debtors. Marks are few and accounts many, so every stop of the audience is one join, not a
/// question per account; the point question touches one account's rows by index.
/// </summary>
internal static class DebtorsSql
{
    /// <summary>Marks that hold today.</summary>
    private const string Marks = """
        select account_id, phone, kind from billing.debt_marks
        where organisation = @organisation and ended_at is null and (until is null or until >= @today)
        """;

    /// <summary>
    /// How old a debt is: the number of latest monthly charges that make it up, as DebtAge.Months counts it.
    /// </summary>
    private const string Aged = """
        debt as materialized (
            select account_id, sum(amount_minor)::bigint as debt
            from billing.balances where organisation = @organisation
            group by account_id having sum(amount_minor) >= @debt_from),
        moved as materialized (
            select e.account_id, p.kind, date_trunc('month', p.effective_on)::date as month,
                sum(e.amount_minor)::bigint as amount, max(p.effective_on) as last_on
            from debt d join billing.entries e on e.account_id = d.account_id
            join billing.postings p on p.id = e.posting_id
            where p.kind in ('charge', 'payment')
                and not (p.kind = 'payment' and exists (select from billing.postings r where r.reverses = p.id))
            group by e.account_id, p.kind, month),
        charged as (
            select account_id, row_number() over newest as number, sum(amount) over newest as upto
            from moved where kind = 'charge' window newest as (partition by account_id order by month desc)),
        aged as materialized (
            select d.account_id, d.debt,
                coalesce(min(c.number) filter (where c.upto >= d.debt), count(c.number) + 1)::int as months
            from debt d left join charged c on c.account_id = d.account_id
            group by d.account_id, d.debt)
        """;

    private const string Phones = """
        phones as (
            select f.account_id, array_agg(f.phone order by f.since desc, f.phone) as known,
                (array_agg(f.language order by f.since desc, f.phone) filter (where f.language is not null))[1]
                    as language,
                count(*) filter (where o.phone is null) as willing,
                array_agg(f.phone order by f.since desc, f.phone) filter (where o.phone is null and w.phone is null)
                    as callable
            from aged g join billing.person_phones f on f.account_id = g.account_id
            left join (select distinct phone from marks where kind = 'optOut' and phone is not null) o
                on o.phone = f.phone
            left join (select distinct phone, account_id from marks where kind = 'wrongPerson') w
                on w.phone = f.phone and (w.account_id is null or w.account_id = f.account_id)
            group by f.account_id)
        """;

    public const string Audience = $"""
        with {Aged},
        paid as (select account_id, max(last_on) as last_on from moved where kind = 'payment' group by account_id),
        marks as materialized ({Marks}),
        stopped as (
            select account_id, array_agg(distinct kind) as kinds from marks
            where account_id is not null and phone is null group by account_id),
        {Phones},
        arriving as (
            select distinct r.account_id from billing.registers g
            join billing.register_rows r on r.register_id = g.id and r.state = 'ready'
            where g.organisation = @organisation and g.status in ('preview', 'posting') and g.uploaded_at >= @midnight)
        select a.id as "AccountId", a.number as "AccountNumber", g.debt as "DebtMinor", g.months as "Months",
            coalesce(f.known, array[]::text[]) as "Known", coalesce(f.willing, 0)::int as "Willing",
            coalesce(f.callable, array[]::text[]) as "Callable", f.language as "Language",
            coalesce(s.kinds, array[]::text[]) as "Kinds", p.last_on as "PaidOn",
            v.account_id is not null as "Arriving",
            exists (select from marks where account_id is null and phone is null) as "Everybody"
        from aged g join billing.accounts a on a.id = g.account_id and a.closed_on is null
        left join phones f on f.account_id = g.account_id
        left join stopped s on s.account_id = g.account_id
        left join paid p on p.account_id = g.account_id
        left join arriving v on v.account_id = g.account_id
        where g.months >= @months_from
        order by a.number
        """;

    public const string Point = $"""
        with account as materialized (
            select a.id, a.closed_on,
                coalesce((select sum(b.amount_minor) from billing.balances b where b.account_id = a.id), 0)::bigint
                    as balance
            from billing.accounts a where a.organisation = @organisation and a.number = @number)
        select a.balance as "BalanceMinor", a.closed_on is null as "IsOpen",
            exists (select from billing.entries e join billing.postings p on p.id = e.posting_id
                where e.account_id = a.id and p.kind = 'payment' and p.posted_at > @since) as "Paid",
            array(select m.kind from billing.debt_marks m
                where m.organisation = @organisation and m.ended_at is null
                    and (m.until is null or m.until >= @today)
                    and ((m.account_id = a.id and (m.phone is null or m.phone = @phone))
                        or (m.account_id is null and (m.phone is null or m.phone = @phone)))) as "Kinds",
            exists (select from billing.register_rows r join billing.registers g on g.id = r.register_id
                where r.account_id = a.id and r.state = 'ready' and g.status in ('preview', 'posting')
                    and g.uploaded_at >= @midnight) as "Arriving"
        from account a
        """;
}
