-- Why: money is a log. A posting and its entries are inserted together, add up to nothing, and are never touched
-- again: not by the application (no grant), not by the owner of the table (trigger). A mistake is reversed.
create table billing.postings (
    id              uuid primary key,
    organisation    text not null references billing.organisations,
    kind            text not null check (kind in ('charge', 'payment', 'adjustment', 'reversal')),
    effective_on    date not null,
    posted_at       timestamptz not null,
    posted_by       text not null,
    reason          text not null check (reason <> ''),
    currency        text not null,
    idempotency_key text not null check (idempotency_key <> ''),
    input_hash      bytea not null,
    reverses        uuid unique references billing.postings,
    -- Entries may join only in the transaction that made the posting.
    made_in         xid8 not null default pg_current_xact_id(),
    unique (organisation, idempotency_key),
    check ((kind = 'reversal') = (reverses is not null))
);

-- book 'resident' is what an account owes for a service; the other books are the organisation's side.
create table billing.entries (
    id           bigint generated always as identity primary key,
    posting_id   uuid not null,
    organisation text not null,
    book         text not null check (book in ('resident', 'income', 'bank', 'adjustments')),
    account_id   uuid,
    service      text,
    amount_minor bigint not null check (amount_minor <> 0),
    check ((book = 'resident') = (account_id is not null and service is not null))
);
create index entries_posting on billing.entries (posting_id);
create index entries_account on billing.entries (account_id, id) where account_id is not null;

-- f(log), kept in the transaction of the log by the trigger below and by nobody else.
create table billing.balances (
    account_id    uuid not null,
    service       text not null,
    organisation  text not null,
    amount_minor  bigint not null,
    last_entry_id bigint not null,
    primary key (account_id, service)
);

create function billing.forbid_rewriting() returns trigger language plpgsql as $$
begin
    raise exception 'The ledger is insert-only: % on % is refused; post a reversal', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

create trigger insert_only before update or delete or truncate on billing.postings
    for each statement execute function billing.forbid_rewriting();
create trigger insert_only before update or delete or truncate on billing.entries
    for each statement execute function billing.forbid_rewriting();

-- Runs as the owner, so that row guards of the session cannot hide half of a posting from the check.
create function billing.posting_adds_up() returns trigger language plpgsql security definer
    set search_path = billing, pg_temp as $$
declare
    total numeric;
    lines bigint;
begin
    select coalesce(sum(amount_minor), 0), count(*) into total, lines from entries where posting_id = new.id;
    if total <> 0 or lines < 2 then
        raise exception 'Posting % does not add up: % lines, sum %', new.id, lines, total
            using errcode = 'check_violation';
    end if;
    if not exists (select from organisations where organisation = new.organisation and currency = new.currency) then
        raise exception 'Posting % is in %, which is not the currency of %', new.id, new.currency, new.organisation
            using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger adds_up after insert on billing.postings
    deferrable initially deferred for each row execute function billing.posting_adds_up();

create function billing.entries_arrived() returns trigger language plpgsql security definer
    set search_path = billing, pg_temp as $$
begin
    if exists (select from arrived e left join postings p on p.id = e.posting_id
        and p.organisation = e.organisation and p.made_in = pg_current_xact_id() where p.id is null) then
        raise exception 'An entry may join only a posting of its own transaction and organisation'
            using errcode = 'check_violation';
    end if;
    if exists (select from arrived e left join accounts a on a.id = e.account_id
        and a.organisation = e.organisation where e.book = 'resident' and a.id is null) then
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

create trigger arrived after insert on billing.entries referencing new table as arrived
    for each statement execute function billing.entries_arrived();

select web.guard_by_organisation(t::regclass)
from unnest(array['billing.postings', 'billing.entries', 'billing.balances']) as t;

-- made_in is not theirs to say.
grant select on billing.postings, billing.entries, billing.balances to zhkh_system, zhkh_web;
grant insert (id, organisation, kind, effective_on, posted_at, posted_by, reason, currency, idempotency_key,
    input_hash, reverses) on billing.postings to zhkh_system, zhkh_web;
grant insert (posting_id, organisation, book, account_id, service, amount_minor)
    on billing.entries to zhkh_system, zhkh_web;
