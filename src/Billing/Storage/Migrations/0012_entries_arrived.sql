-- Why: the check that an entry joins a posting of its own transaction was joined by a scan of all postings of the
-- transaction for each entry, so a batch of n payments cost n²; asked once a posting by its key it costs n. The rule
-- itself is the one of 0002.
create or replace function billing.entries_arrived() returns trigger language plpgsql security definer
    set search_path = billing, pg_temp as $$
begin
    if exists (select from (select distinct posting_id, organisation from arrived) e
        where (select p.organisation = e.organisation and p.made_in = pg_current_xact_id() from postings p
            where p.id = e.posting_id) is not true) then
        raise exception 'An entry may join only a posting of its own transaction and organisation'
            using errcode = 'check_violation';
    end if;
    if exists (select from (select distinct account_id, organisation from arrived where book = 'resident') e
        where (select a.organisation = e.organisation from accounts a where a.id = e.account_id) is not true) then
        raise exception 'An entry names an account its organisation does not keep'
            using errcode = 'foreign_key_violation';
    end if;
    -- In one order, so that two postings that touch the same accounts wait rather than deadlock.
    insert into balances as b (account_id, service, organisation, amount_minor, last_entry_id)
    select account_id, service, organisation, sum(amount_minor)::bigint, max(id)
    from arrived where book = 'resident'
    group by account_id, service, organisation
    order by account_id, service
    on conflict (account_id, service) do update
        set amount_minor = b.amount_minor + excluded.amount_minor,
            last_entry_id = greatest(b.last_entry_id, excluded.last_entry_id);
    return null;
end $$;
