-- Why: who may be called when, and how often, is the law's or our own rule's to say and changes by date; whom we have
-- called is counted in one place for all campaigns and for people too; and a call that is being made is written down
-- before its INVITE leaves, so that a crash neither rings anybody twice nor forgets anybody.

-- Whose law, whose wall clock; copied here by the host.
create table pbx.dial_profiles (
    organisation text primary key,
    jurisdiction text not null check (jurisdiction in ('RU', 'UA')),
    time_zone    text not null
);

create table pbx.calling_rules (
    jurisdiction    text not null check (jurisdiction in ('RU', 'UA')),
    kind            text not null check (kind in ('debt', 'serviceNotice', 'qualityPoll', 'crewOrder')),
    valid_from      date not null,
    valid_to        date check (valid_to > valid_from),
    weekday_from    time,                 -- null = not on such days at all
    weekday_to      time,
    weekend_from    time,                 -- Saturdays, Sundays, holidays
    weekend_to      time,
    per_day         int check (per_day > 0),
    per_week        int check (per_week > 0),
    per_month       int check (per_month > 0),
    busy_retry      int not null,         -- seconds
    no_answer_retry int not null,
    machine_retry   int,                  -- seconds; null = next day
    tries_max       int not null check (tries_max between 1 and 10),
    source          text not null,
    primary key (jurisdiction, kind, valid_from),
    check ((weekday_from is null) = (weekday_to is null) and (weekend_from is null) = (weekend_to is null))
);

create table pbx.holidays (
    jurisdiction text not null check (jurisdiction in ('RU', 'UA')),
    day          date not null,
    is_working   boolean not null default false,   -- a Saturday that a decree made a working day
    name         text not null,
    source       text not null,
    primary key (jurisdiction, day)
);

alter table pbx.dial_orders
    add column call_id uuid,                       -- of the last try: the fence, no other process may report on it
    add column dialling_since timestamptz,
    add column lease_until timestamptz,
    add column node text,
    add column last_tried_at timestamptz,
    add column disposition text,
    add column promised_on date,
    add column recording_id uuid,
    add constraint dial_orders_payload check (jsonb_typeof(payload) = 'object'
        and (kind <> 'debt' or (payload ->> 'amountMinor') ~ '^[1-9][0-9]{0,14}$')),
    add constraint dial_orders_lease check ((state = 'dialling') = (lease_until is not null));
create index dial_orders_kind on pbx.dial_orders (kind, not_before, id) where state = 'waiting' and campaign_id is null;
create index dial_orders_of_campaign on pbx.dial_orders (campaign_id, not_before, id) where state = 'waiting';
create index dial_orders_account on pbx.dial_orders (organisation, account_number) where state = 'waiting';
create index dial_orders_dialling on pbx.dial_orders (lease_until) where state = 'dialling';

-- One try: what allowed it, and what came of it.
create table pbx.dial_attempts (
    call_id      uuid primary key,
    order_id     uuid not null references pbx.dial_orders (id),
    organisation text not null,
    campaign_id  uuid,
    number       int not null,
    begun_at     timestamptz not null,
    answered_at  timestamptz,
    ended_at     timestamptz,
    disposition  text,
    sip_status   int,
    recording_id uuid,
    rules        jsonb not null,
    unique (order_id, number)
);
create index dial_attempts_campaign on pbx.dial_attempts (campaign_id, begun_at) where campaign_id is not null;

-- Taken before the INVITE leaves and given back when nobody was reached; after a crash it stays taken.
create table pbx.contacts (
    call_id        uuid primary key,
    organisation   text not null,
    phone          text not null,
    account_number text,
    kind           text not null check (kind in ('debt', 'serviceNotice', 'qualityPoll', 'crewOrder', 'manual')),
    campaign_id    uuid,
    at             timestamptz not null,
    local_day      date not null,                  -- on the called person's wall
    is_reached     boolean not null default true
);
create index contacts_phone on pbx.contacts (phone, local_day) where is_reached;
create index contacts_account on pbx.contacts (organisation, account_number, local_day)
    where is_reached and account_number is not null;

-- "Never again": of a kind of calls, not of emergency notices. A wrong number is wrong for its account only.
create table pbx.opt_outs (
    organisation   text not null,
    phone          text not null,
    kind           text not null check (kind in ('debt', 'serviceNotice', 'qualityPoll', 'crewOrder')),
    account_number text not null default '',       -- '' = whatever account
    reason         text not null check (reason in ('optOut', 'wrongPerson')),
    at             timestamptz not null,
    call_id        uuid,
    primary key (organisation, phone, kind, account_number)
);

create table pbx.campaigns (
    id              uuid primary key,
    organisation    text not null,
    name            text not null check (name <> '' and length(name) <= 200),
    state           text not null check (state in ('draft', 'running', 'paused', 'stopped', 'finished')),
    debt_from_minor bigint not null check (debt_from_minor > 0),
    months_from     int not null check (months_from between 0 and 600),
    hours_from      time not null,
    hours_to        time not null check (hours_to > hours_from),
    lines_max       int not null check (lines_max between 1 and 1000),
    calls_per_minute int not null check (calls_per_minute between 1 and 6000),
    recurrence      text not null check (recurrence in ('none', 'quarterly')),
    language        text check (language in ('ru', 'uk')),
    series_id       uuid not null,                 -- the first campaign of a recurring series, or itself
    period          text,                          -- 2026-Q4 of a recurring one: once a quarter, whoever asks
    currency        text not null,
    selected        int not null,
    selected_minor  bigint not null,
    excluded        jsonb not null,
    selected_at     timestamptz not null,
    created_at      timestamptz not null,
    created_by      text not null,
    started_at      timestamptz,
    ended_at        timestamptz,
    version         int not null default 1
);
create index campaigns_organisation on pbx.campaigns (organisation, created_at desc);
create unique index campaigns_period on pbx.campaigns (series_id, period) where period is not null;

create table pbx.campaign_changes (
    id           bigint generated always as identity primary key,
    campaign_id  uuid not null references pbx.campaigns (id),
    organisation text not null,
    at           timestamptz not null,
    by_whom      text not null,
    move         text not null,
    from_state   text not null,
    to_state     text not null
);
create index campaign_changes_campaign on pbx.campaign_changes (campaign_id, id);

select web.guard_by_organisation(t::regclass)
from unnest(array['pbx.dial_profiles', 'pbx.dial_attempts', 'pbx.contacts', 'pbx.opt_outs', 'pbx.campaigns',
    'pbx.campaign_changes']) as t;

grant select on pbx.calling_rules, pbx.holidays to zhkh_system, zhkh_web;
grant select, insert, update on pbx.dial_profiles to zhkh_system;
grant select on pbx.dial_profiles to zhkh_web;
grant select, insert, update, delete on pbx.dial_attempts, pbx.contacts to zhkh_system;
grant select, insert, update on pbx.opt_outs, pbx.campaigns, pbx.campaign_changes to zhkh_system;
grant select on pbx.dial_attempts, pbx.contacts, pbx.opt_outs to zhkh_web;
grant select, insert, update on pbx.campaigns, pbx.campaign_changes to zhkh_web;
