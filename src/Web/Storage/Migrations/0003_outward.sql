-- Why: what leaves the house (SMS, letters) is wished for in the transaction that makes it needed and sent by its own
-- loop with its own retries; what became of it is a fact that leaves through web.outbox like any other.
create table web.outward_messages (
    id           uuid primary key,
    key          text not null check (key <> ''),
    organisation text not null,
    channel      text not null check (channel in ('sms', 'letter')),
    recipient    text not null check (recipient <> ''),
    title        text,
    text         text not null,
    subject      text not null,
    is_urgent    boolean not null default false,
    state        text not null default 'queued'
        check (state in ('queued', 'sending', 'sent', 'delivered', 'failed', 'dead')),
    attempts     int not null default 0,
    queued_at    timestamptz not null,
    not_before   timestamptz not null,
    reply        text,
    foreign_id   text,
    changed_at   timestamptz,
    unique (organisation, key)
);
create index outward_due on web.outward_messages (not_before, id) where state = 'queued';
create index outward_subject on web.outward_messages (subject);

create table web.outbox (
    id           bigint generated always as identity primary key,
    type         text not null,
    organisation text not null,
    payload      jsonb not null,
    created_at   timestamptz not null,
    not_before   timestamptz not null,
    attempts     int not null default 0
);
create index outbox_not_before on web.outbox (not_before, id);

create table web.outbox_dead (
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

create function web.ring_outbox() returns trigger language plpgsql as $$
begin
    notify web_outbox;
    return null;
end $$;
create trigger ring after insert on web.outbox for each statement execute function web.ring_outbox();

select web.guard_by_organisation(t::regclass)
from unnest(array['web.outward_messages', 'web.outbox', 'web.outbox_dead']) as t;

grant select, insert, update on web.outward_messages to zhkh_system;
grant select, insert on web.outward_messages to zhkh_web;
grant select, insert, update, delete on web.outbox, web.outbox_dead to zhkh_system;
grant select, insert on web.outbox to zhkh_web;
