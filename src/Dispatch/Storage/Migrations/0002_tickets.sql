-- Why: the journal the inspector asks for (RU 416 p.16). A ticket keeps address and person as they were said; its
-- number is told to the caller before it is saved; every move leaves a line nobody can take out.
create table dispatch.tickets (
    id             uuid primary key,
    organisation   text not null,
    number         int not null,
    status         text not null check (status in
        ('new', 'accepted', 'assigned', 'inProgress', 'localised', 'done', 'closed', 'rejected')),
    opened_at      timestamptz not null,
    opened_by      text not null,
    account_number text,
    address        text,
    phone          text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
    person         text,
    text           text not null check (text <> ''),
    category       text not null,
    priority       text not null check (priority in ('normal', 'urgent', 'critical')),
    crew           text,
    rating         int check (rating between 1 and 5),
    callback_id    uuid,
    unique (organisation, number)
);
create index tickets_account on dispatch.tickets (account_number) where account_number is not null;
create index tickets_phone on dispatch.tickets (phone) where phone is not null;
create index tickets_open on dispatch.tickets (id) where status not in ('done', 'closed', 'rejected');

create table dispatch.ticket_calls (
    ticket_id    uuid not null references dispatch.tickets,
    call_id      uuid not null,
    organisation text not null,
    primary key (ticket_id, call_id)
);
create index ticket_calls_call on dispatch.ticket_calls (call_id);

create table dispatch.ticket_changes (
    id           bigint generated always as identity primary key,
    ticket_id    uuid not null references dispatch.tickets,
    organisation text not null,
    at           timestamptz not null,
    by           text not null,
    move         text,                      -- null = opened
    from_status  text,
    to_status    text not null,
    why          text
);
create index ticket_changes_ticket on dispatch.ticket_changes (ticket_id, id);

create table dispatch.ticket_comments (
    id           uuid primary key,
    ticket_id    uuid not null references dispatch.tickets,
    organisation text not null,
    at           timestamptz not null,
    by           text not null,
    text         text not null check (text <> '')
);
create index ticket_comments_ticket on dispatch.ticket_comments (ticket_id, id);

create table dispatch.ticket_deadlines (
    ticket_id    uuid not null references dispatch.tickets,
    clock        text not null,
    organisation text not null,
    due_at       timestamptz not null,
    clause       text not null,
    source       text not null,
    met_at       timestamptz,
    primary key (ticket_id, clock)
);

-- The same click twice is the same ticket, for ever.
create table dispatch.ticket_keys (
    organisation text not null,
    key          text not null check (key <> ''),
    input_hash   bytea not null,
    ticket_id    uuid not null,
    primary key (organisation, key)
);

create table dispatch.ticket_counters (
    organisation text primary key,
    last_number  int not null
);

create table dispatch.ticket_numbers (
    organisation text not null,
    call_id      uuid not null,
    number       int not null,
    reserved_at  timestamptz not null,
    ticket_id    uuid,
    primary key (organisation, call_id),
    unique (organisation, number)
);

create function dispatch.forbid_rewriting() returns trigger language plpgsql as $$
begin
    raise exception 'The journal is append-only: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on dispatch.ticket_changes
    for each statement execute function dispatch.forbid_rewriting();

select web.guard_by_organisation(t::regclass)
from unnest(array['dispatch.tickets', 'dispatch.ticket_calls', 'dispatch.ticket_changes', 'dispatch.ticket_comments',
    'dispatch.ticket_deadlines', 'dispatch.ticket_keys', 'dispatch.ticket_counters', 'dispatch.ticket_numbers']) as t;

grant select, insert, update on dispatch.tickets, dispatch.ticket_deadlines, dispatch.ticket_counters,
    dispatch.ticket_numbers to zhkh_system, zhkh_web;
grant select, insert on dispatch.ticket_calls, dispatch.ticket_changes, dispatch.ticket_comments,
    dispatch.ticket_keys to zhkh_system, zhkh_web;
