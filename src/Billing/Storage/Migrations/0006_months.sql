-- Why: a month of an organisation is charged once, by batches that survive a kill: a batch, its charges, its postings
-- and its line of progress are one transaction. Each charge keeps everything a pocket calculator needs.
alter table billing.postings drop constraint postings_kind_check;
alter table billing.postings add constraint postings_kind_check
    check (kind in ('charge', 'payment', 'adjustment', 'reversal', 'penalty', 'recalculation'));
-- The month a charge is for; it may be posted later than that.
alter table billing.postings add column for_month date check (for_month = date_trunc('month', for_month));
grant insert (for_month) on billing.postings to zhkh_system, zhkh_web;

create table billing.months (
    organisation  text not null references billing.organisations,
    month         date not null check (month = date_trunc('month', month)),
    status        text not null check (status in ('open', 'running', 'charged', 'closed')),
    effective_on  date,
    accounts      int not null default 0,
    charges       bigint not null default 0,
    amount_minor  bigint not null default 0,
    penalty_minor bigint not null default 0,
    started_at    timestamptz,
    started_by    text,
    finished_at   timestamptz,
    closed_at     timestamptz,
    closed_by     text,
    primary key (organisation, month)
);

create table billing.month_batches (
    organisation  text not null,
    month         date not null,
    number        int not null,
    first_account uuid not null,
    last_account  uuid not null,
    accounts      int not null,
    done_at       timestamptz,
    primary key (organisation, month, number),
    foreign key (organisation, month) references billing.months
);
create index month_batches_waiting on billing.month_batches (month, organisation, number) where done_at is null;

-- Why a month was not begun, or what of it could not be charged.
create table billing.month_gaps (
    organisation text not null,
    month        date not null,
    service      text not null,
    reason       text not null,
    day          date not null,
    accounts     int not null,
    primary key (organisation, month, service, reason),
    foreign key (organisation, month) references billing.months
);

create table billing.charges (
    id            bigint generated always as identity primary key,
    organisation  text not null,
    posting_id    uuid not null,
    account_id    uuid not null,
    month         date not null check (month = date_trunc('month', month)),
    service       text not null,
    method        text not null check (method in ('meter', 'average', 'norm', 'normRaised', 'area', 'people', 'fixed')),
    -- What the quantity is made of: a reading less the one before, people times a norm, metres of a part of the month.
    consumed      numeric(18, 6) not null,
    credited      numeric(18, 6) not null default 0,
    people        int,
    area          numeric(9, 2),
    norm          numeric(18, 6),
    days          int not null check (days between 1 and 31),
    month_days    int not null check (month_days between 28 and 31),
    quantity      numeric(18, 6) not null,
    unit          text not null,
    price         numeric(18, 6) not null,
    coefficient   numeric(9, 4) not null,
    amount_minor  bigint not null,
    -- Minor units: what the exact product is more than the amount.
    rounded_away  numeric(12, 10) not null,
    -- Where the meter stands after this charge; the next month begins there.
    meter_id      uuid,
    base_value    numeric(13, 3),
    base_on       date,
    open_estimate numeric(18, 6) not null default 0,
    open_periods  int not null default 0
);
create index charges_account on billing.charges (account_id, month);
create index charges_meter on billing.charges (meter_id, month desc, id desc) where meter_id is not null;

create trigger insert_only before update or delete or truncate on billing.charges
    for each statement execute function billing.forbid_rewriting();

create function billing.charges_arrived() returns trigger language plpgsql security definer
    set search_path = billing, pg_temp as $$
begin
    if exists (select from (select distinct posting_id, organisation, month from arrived) c
        left join postings p on p.id = c.posting_id and p.organisation = c.organisation
            and p.made_in = pg_current_xact_id() and p.kind in ('charge', 'recalculation')
            and p.for_month = c.month
        where p.id is null) then
        raise exception 'A charge may join only a posting of its own transaction, organisation and month'
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger arrived after insert on billing.charges referencing new table as arrived
    for each statement execute function billing.charges_arrived();

select web.guard_by_organisation(t::regclass)
from unnest(array['billing.months', 'billing.month_batches', 'billing.month_gaps', 'billing.charges']) as t;

grant select, insert, update on billing.months, billing.month_batches to zhkh_system, zhkh_web;
grant select, insert, update, delete on billing.month_gaps to zhkh_system, zhkh_web;
grant select on billing.charges to zhkh_system, zhkh_web;
grant insert (organisation, posting_id, account_id, month, service, method, consumed, credited, people, area, norm,
    days, month_days, quantity, unit, price, coefficient, amount_minor, rounded_away, meter_id, base_value, base_on,
    open_estimate, open_periods) on billing.charges to zhkh_system, zhkh_web;
