-- Why: every call leaves one row, whatever became of it, and the facts other parts act on (a missed call, a finished
-- one) leave in the same transaction, so neither exists without the other. The rows are a projection of the exchange's
-- local journal: shipping the same call twice changes nothing.
create schema pbx;
grant usage on schema pbx to zhkh_system, zhkh_web;

create table pbx.calls (
    id                uuid primary key,
    sip_call_id       text not null,
    node              text not null,
    direction         text not null check (direction in ('inbound', 'outbound', 'internal')),
    from_number       text not null,
    to_number         text not null,
    phone             text check (phone ~ '^\+[1-9][0-9]{7,14}$'),      -- the resident's number, null when withheld
    extension         text,                                             -- our phone on the other side
    started_at        timestamptz not null,                             -- arrival: both legal clocks start here
    answered_at       timestamptz,
    human_answered_at timestamptz,
    ended_at          timestamptz,
    outcome           text check (outcome in ('answered', 'selfService', 'missed', 'abandoned', 'voicemail',
                                              'refused', 'cut', 'busy', 'noAnswer', 'failed')),
    ending            text,                                             -- what exactly ended it, for engineers
    is_short          boolean not null default false,                   -- hung up in under five seconds
    organisation      text not null,
    account_number    text,
    language          text not null check (language in ('ru', 'uk')),
    line              text,                                             -- the waiting line the caller asked for
    heard             text[] not null default '{}',
    digits            text not null default '',
    served            text[] not null default '{}',
    recording_id      uuid,
    tag               text,                                             -- what an outbound call was made for
    campaign_id       uuid,
    facts_told        smallint not null default 0,                      -- 1 answered, 2 missed, 4 finished
    check ((ended_at is null) = (outcome is null))
);
create index calls_by_start on pbx.calls (started_at desc, id);
create index calls_by_phone on pbx.calls (phone, started_at desc) where phone is not null;
create index calls_live on pbx.calls (started_at) where ended_at is null;

create table pbx.recordings (
    id           uuid primary key,
    call_id      uuid not null references pbx.calls (id),
    organisation text not null,
    node         text not null,
    started_at   timestamptz not null,
    ended_at     timestamptz
);
create index recordings_by_call on pbx.recordings (call_id);

create table pbx.outbox (
    id           bigint generated always as identity primary key,
    type         text not null,
    organisation text not null,
    payload      jsonb not null,
    created_at   timestamptz not null default now(),
    not_before   timestamptz not null default now(),
    attempts     int not null default 0
);
create index outbox_due on pbx.outbox (not_before, id);

create table pbx.outbox_dead (
    id           bigint primary key,
    type         text not null,
    organisation text not null,
    payload      jsonb not null,
    created_at   timestamptz not null,
    not_before   timestamptz not null,
    attempts     int not null,
    error        text not null,
    died_at      timestamptz not null default now()
);

-- NOTIFY only shortens the wait; the relay's poll is what is relied on.
create function pbx.outbox_notify() returns trigger language plpgsql as
    $$ begin perform pg_notify('pbx_outbox', ''); return null; end $$;
create trigger outbox_notify after insert on pbx.outbox
    for each statement execute function pbx.outbox_notify();

grant select, insert, update on pbx.calls to zhkh_system;
grant select, insert, update on pbx.recordings to zhkh_system;
grant select, insert, update, delete on pbx.outbox, pbx.outbox_dead to zhkh_system;
grant select on pbx.calls, pbx.recordings to zhkh_web;

select web.guard_by_organisation('pbx.calls');
select web.guard_by_organisation('pbx.recordings');
select web.guard_by_organisation('pbx.outbox');
select web.guard_by_organisation('pbx.outbox_dead');
