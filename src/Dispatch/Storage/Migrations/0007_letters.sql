-- Why: of a critical accident the local authority is told what is damaged and when it will be repaired (RU 416 p.14),
-- again when the term moves and when it is over. What was written, to whom, and what each recipient's server said is
-- the proof; one occasion in one version is one letter, whoever pressed how often.
create table dispatch.municipalities (
    organisation text primary key,
    recipients   text[] not null check (cardinality(recipients) <= 20),
    mode         text not null check (mode in ('auto', 'ask')),
    responsible  text,                        -- who answers for the repair, named in the letter
    changed_at   timestamptz not null,
    changed_by   text not null
);

create table dispatch.letters (
    id           uuid primary key,
    seq          bigint generated always as identity,
    organisation text not null,
    ticket_id    uuid references dispatch.tickets,
    outage_id    uuid references dispatch.outages,
    subject_id   uuid not null,               -- the ticket when there is one, else the outage
    occasion     text not null check (occasion in ('first', 'termChanged', 'closed')),
    version      text not null,
    title        text not null,
    body         text not null,
    at           timestamptz not null,
    by           text not null,
    check (subject_id = coalesce(ticket_id, outage_id)),
    unique (subject_id, occasion, version)
);
create index letters_subject on dispatch.letters (subject_id, seq);

create table dispatch.letter_recipients (
    letter_id    uuid not null references dispatch.letters,
    address      text not null,
    organisation text not null,
    state        text not null check (state in ('queued', 'sending', 'sent', 'delivered', 'failed', 'dead')),
    reply        text,
    at           timestamptz not null,
    primary key (letter_id, address)
);

-- Every word of a server stays, the last one is repeated in letter_recipients.
create table dispatch.letter_deliveries (
    id           bigint generated always as identity primary key,
    letter_id    uuid not null references dispatch.letters,
    address      text not null,
    organisation text not null,
    state        text not null,
    reply        text,
    at           timestamptz not null,
    unique (letter_id, address, state, at)
);
create trigger append_only before update or delete or truncate on dispatch.letter_deliveries
    for each statement execute function dispatch.forbid_rewriting();
create trigger append_only before update or delete or truncate on dispatch.letters
    for each statement execute function dispatch.forbid_rewriting();

-- The term a resident was told, and lines of the journal that are no moves (term, priority).
alter table dispatch.tickets add column planned_until timestamptz;
alter table dispatch.tickets add column term_version int not null default 0;
alter table dispatch.tickets add column told_by text;
alter table dispatch.ticket_changes add column detail text;

select web.guard_by_organisation(t::regclass)
from unnest(array['dispatch.municipalities', 'dispatch.letters', 'dispatch.letter_recipients',
    'dispatch.letter_deliveries']) as t;

grant select, insert, update on dispatch.municipalities, dispatch.letter_recipients to zhkh_system, zhkh_web;
grant select, insert on dispatch.letters, dispatch.letter_deliveries to zhkh_system, zhkh_web;
