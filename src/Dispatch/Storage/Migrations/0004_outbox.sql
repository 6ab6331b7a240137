-- Why: a fact leaves this module only as a row written in the transaction that made it true. The relay takes it in
-- the transaction of its effect; NOTIFY only shortens the wait.
create table dispatch.outbox (
    id           bigint generated always as identity primary key,
    type         text not null,
    organisation text not null,
    payload      jsonb not null,
    created_at   timestamptz not null,
    not_before   timestamptz not null,
    attempts     int not null default 0
);
create index outbox_not_before on dispatch.outbox (not_before, id);

create table dispatch.outbox_dead (
    id           bigint primary key,
    type         text not null,
    organisation text not null,
    payload      jsonb not null,
    created_at   timestamptz not null,
    not_before   timestamptz not null,
    attempts     int not null,
    error        text not null,
    died_at      timestamptz not null
);

create function dispatch.ring_outbox() returns trigger language plpgsql as $$
begin
    notify dispatch_outbox;
    return null;
end $$;
create trigger ring after insert on dispatch.outbox
    for each statement execute function dispatch.ring_outbox();

select web.guard_by_organisation(t::regclass)
from unnest(array['dispatch.outbox', 'dispatch.outbox_dead']) as t;

grant select, insert, update, delete on dispatch.outbox, dispatch.outbox_dead to zhkh_system;
grant select, insert on dispatch.outbox to zhkh_web;
