-- Why: whoever wanted a person and did not reach one is called back, on two clocks that run from the call's arrival
-- (RU 416 p.13). One open callback per phone, so that five missed calls are one promise; attempts stay as evidence.
create table dispatch.callbacks (
    id             uuid primary key,
    organisation   text not null,
    phone          text check (phone ~ '^\+[1-9][0-9]{6,14}$'),   -- null = withheld: listed, cannot be called
    account_number text,
    arrived_at     timestamptz not null,
    own_due_at     timestamptz not null,
    legal_due_at   timestamptz not null,
    status         text not null check (status in
        ('due', 'dialling', 'reached', 'resolvedByInbound', 'breached', 'dropped')),
    missed_calls   int not null check (missed_calls > 0),
    next_try_at    timestamptz not null,
    operator       text,
    leased_until   timestamptz,
    breached_at    timestamptz,
    closed_at      timestamptz,
    dropped_because text,
    stages_raised  int not null default 0,
    wake_at        timestamptz,
    check ((status = 'dialling') = (leased_until is not null)),
    check ((status in ('reached', 'resolvedByInbound', 'dropped')) = (closed_at is not null)),
    check ((status = 'dropped') = (dropped_because is not null))
);
create unique index callbacks_one_open on dispatch.callbacks (organisation, phone)
    where phone is not null and status in ('due', 'dialling', 'breached');
create index callbacks_wake on dispatch.callbacks (wake_at) where wake_at is not null;
create index callbacks_open on dispatch.callbacks (legal_due_at) where status in ('due', 'dialling', 'breached');

-- Each missed call counts once, however often its fact is delivered.
create table dispatch.callback_calls (
    call_id      uuid primary key,
    callback_id  uuid not null references dispatch.callbacks,
    organisation text not null,
    arrived_at   timestamptz not null,
    ended_at     timestamptz not null,
    outcome      text not null
);
create index callback_calls_callback on dispatch.callback_calls (callback_id, arrived_at);

create table dispatch.callback_attempts (
    id           uuid primary key,
    callback_id  uuid not null references dispatch.callbacks,
    organisation text not null,
    operator     text not null,
    inbound      boolean not null,
    call_id      uuid,
    began_at     timestamptz not null,
    answered_at  timestamptz,
    ended_at     timestamptz,
    outcome      text not null check (outcome in ('pending', 'reached', 'notReached', 'leaseExpired')),
    talk_seconds int not null default 0
);
create index callback_attempts_callback on dispatch.callback_attempts (callback_id, id);
create unique index callback_attempts_call on dispatch.callback_attempts (callback_id, call_id)
    where call_id is not null;

create table dispatch.callback_changes (
    id           bigint generated always as identity primary key,
    callback_id  uuid not null references dispatch.callbacks,
    organisation text not null,
    at           timestamptz not null,
    by           text not null,
    move         text,
    from_status  text,
    to_status    text not null,
    why          text
);
create index callback_changes_callback on dispatch.callback_changes (callback_id, id);
create trigger append_only before update or delete or truncate on dispatch.callback_changes
    for each statement execute function dispatch.forbid_rewriting();

-- When we last talked with a phone: a missed call reported after the talk that answered it needs no callback.
create table dispatch.talks (
    organisation text not null,
    phone        text not null,
    began_at     timestamptz not null,
    call_id      uuid not null,
    primary key (organisation, phone)
);

select web.guard_by_organisation(t::regclass)
from unnest(array['dispatch.callbacks', 'dispatch.callback_calls', 'dispatch.callback_attempts',
    'dispatch.callback_changes', 'dispatch.talks']) as t;

grant select, insert, update on dispatch.callbacks, dispatch.callback_attempts, dispatch.talks
    to zhkh_system, zhkh_web;
grant select, insert on dispatch.callback_calls, dispatch.callback_changes to zhkh_system, zhkh_web;
