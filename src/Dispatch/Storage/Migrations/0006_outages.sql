-- Why: what is switched off, in which houses, until when. The robot says it to the next caller, the card shows it, and
-- whoever asked is called when it is over. How long an interruption may last is the law's number (RU 354, Annex 1), so
-- it is a dated row with its source; what a house has used up this month is counted from the outages themselves.
create table dispatch.interruption_rules (
    jurisdiction   text not null check (jurisdiction in ('RU', 'UA')),
    service        text not null,
    cause          text not null,            -- '*' = every cause
    at_a_time      int not null check (at_a_time > 0),      -- seconds
    per_month      int not null check (per_month > 0),      -- seconds, for one house and one service
    valid_from     date not null,
    valid_to       date check (valid_to > valid_from),
    clause         text not null,
    source         text not null,
    primary key (jurisdiction, service, cause, valid_from)
);
grant select on dispatch.interruption_rules to zhkh_system, zhkh_web;

insert into dispatch.interruption_rules (jurisdiction, service, cause, at_a_time, per_month, valid_from, clause, source)
select j.code, r.service, r.cause, r.at_a_time, r.per_month, date '2012-09-01',
    case when j.code = 'RU' then r.clause else '' end, case when j.code = 'RU' then r.source else j.source end
from (values ('RU', ''), ('UA', 'own regulation (внутрішній норматив), after RU 354')) as j(code, source),
(values
    ('coldWater', '*', 14400, 28800, 'прил. 1, п. 1', 'RU 354 annex 1: 4 h at a time, 8 h a month'),
    ('hotWater', '*', 14400, 28800, 'прил. 1, п. 4',
        'RU 354 annex 1: 4 h at a time, 8 h a month; 24 h on a dead-end main'),
    ('hotWater', 'prevention', 1209600, 1209600, 'прил. 1, п. 4',
        'RU 354 annex 1 with sanitary rules: yearly prevention, 14 days (unverified)'),
    ('sewerage', '*', 14400, 28800, 'прил. 1, п. 7', 'RU 354 annex 1: 4 h at a time, 8 h a month'),
    ('electricity', '*', 7200, 7200, 'прил. 1, п. 9',
        'RU 354 annex 1: 2 h with two sources of supply, 24 h with one; the shorter until the house says otherwise'),
    ('gas', '*', 14400, 14400, 'прил. 1, п. 11', 'RU 354 annex 1: 4 h a month'),
    ('heating', '*', 57600, 86400, 'прил. 1, п. 14',
        'RU 354 annex 1: 24 h a month; 16 h at a time while the rooms are at +12 °C or more, 8 h at +10, 4 h at +8')
) as r(service, cause, at_a_time, per_month, clause, source);

alter table dispatch.rules drop constraint rules_unit_check;
alter table dispatch.rules add constraint rules_unit_check check (unit in ('seconds', 'times', 'workingDays'));
insert into dispatch.rules (jurisdiction, code, value, unit, valid_from, source)
select j.code, r.code, r.value, r.unit, date '2019-03-01', case when j.code = 'RU' then r.source else j.source end
from (values ('RU', ''), ('UA', 'own regulation (внутрішній норматив)')) as j(code, source),
(values
    ('outage.plannedNotice', 10, 'workingDays', 'RU 354 p.31 (clause unverified): 10 working days before'),
    ('outage.announceBefore', 259200, 'seconds', 'own regulation: a planned outage is announced three days ahead'),
    ('notice.dayTo', 75600, 'seconds', 'own regulation: service notices until 21:00 of the called party'),
    ('notice.room', 1800, 'seconds', 'own regulation: less of the day than this is no chance to reach anybody'),
    ('letter.target', 900, 'seconds', 'own regulation: RU 416 p.14 orders the letter and names no minutes')
) as r(code, value, unit, source);

create table dispatch.outages (
    id                  uuid primary key,
    organisation        text not null,
    number              int not null,
    kind                text not null check (kind in ('planned', 'emergency')),
    services            text[] not null check (cardinality(services) between 1 and 10),
    cause               text not null,
    starts_at           timestamptz not null,
    planned_until       timestamptz check (planned_until > starts_at),   -- null = being clarified
    closed_at           timestamptz check (closed_at >= starts_at),
    ticket_id           uuid references dispatch.tickets,
    notify_municipality boolean not null,
    is_short_notice     boolean not null,      -- planned, and announced later than the law wants
    declared_at         timestamptz not null,
    declared_by         text not null,
    version             int not null default 0,   -- grows with every change of the term, closing, reopening
    unique (organisation, number)
);
create index outages_open on dispatch.outages (organisation, starts_at) where closed_at is null;
create index outages_closed on dispatch.outages (closed_at desc, id desc) where closed_at is not null;
create index outages_ticket on dispatch.outages (ticket_id) where ticket_id is not null;

create table dispatch.outage_houses (
    outage_id    uuid not null references dispatch.outages,
    house_id     uuid not null,
    organisation text not null,
    address      text not null,                -- as it was when the outage was declared
    primary key (outage_id, house_id)
);
create index outage_houses_house on dispatch.outage_houses (house_id);

create table dispatch.outage_deadlines (
    outage_id    uuid not null references dispatch.outages,
    service      text not null,
    organisation text not null,
    due_at       timestamptz not null,
    clause       text not null,
    source       text not null,
    primary key (outage_id, service)
);

create table dispatch.outage_changes (
    id            bigint generated always as identity primary key,
    outage_id     uuid not null references dispatch.outages,
    organisation  text not null,
    at            timestamptz not null,
    by            text not null,
    what          text not null check (what in ('declared', 'termMoved', 'closed', 'reopened')),
    planned_until timestamptz,
    closed_at     timestamptz,
    reason        text
);
create index outage_changes_outage on dispatch.outage_changes (outage_id, id);
create trigger append_only before update or delete or truncate on dispatch.outage_changes
    for each statement execute function dispatch.forbid_rewriting();

-- The same click twice is the same outage, for ever.
create table dispatch.outage_keys (
    organisation text not null,
    key          text not null check (key <> ''),
    input_hash   bytea not null,
    outage_id    uuid not null,
    primary key (organisation, key)
);

create table dispatch.outage_counters (
    organisation text primary key,
    last_number  int not null
);

-- Each call that heard of an outage counts once, however often its fact is delivered.
create table dispatch.outage_hearings (
    outage_id    uuid not null references dispatch.outages,
    call_id      uuid not null,
    organisation text not null,
    at           timestamptz not null,
    primary key (outage_id, call_id)
);

-- "Call me when it is back": one wish a phone, however often the key is pressed. The order's id is kept here, so that
-- placing it again changes nothing; a reopened outage gives the wish a new one.
create table dispatch.outage_wishes (
    outage_id      uuid not null references dispatch.outages,
    phone          text not null check (phone ~ '^\+[1-9][0-9]{7,14}$'),
    organisation   text not null,
    account_number text,
    language       text not null check (language in ('ru', 'uk')),
    call_id        uuid not null,
    at             timestamptz not null,
    order_id       uuid not null unique,
    primary key (outage_id, phone)
);

select web.guard_by_organisation(t::regclass)
from unnest(array['dispatch.outages', 'dispatch.outage_houses', 'dispatch.outage_deadlines',
    'dispatch.outage_changes', 'dispatch.outage_keys', 'dispatch.outage_counters', 'dispatch.outage_hearings',
    'dispatch.outage_wishes']) as t;

grant select, insert, update on dispatch.outages, dispatch.outage_counters, dispatch.outage_wishes
    to zhkh_system, zhkh_web;
grant select, insert on dispatch.outage_houses, dispatch.outage_deadlines, dispatch.outage_changes,
    dispatch.outage_keys, dispatch.outage_hearings to zhkh_system, zhkh_web;
