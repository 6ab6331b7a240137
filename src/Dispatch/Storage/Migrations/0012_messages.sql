-- Why: a caller whom nobody answered may leave a message instead; the law gives ten minutes from its arrival to review
-- it (RU 416 p.13). So it is no mailbox but an item with a clock, and it is done when a person has listened to it.
create table dispatch.messages (
    id             uuid primary key,
    organisation   text not null,
    call_id        uuid not null unique,      -- each message counts once, however often its fact is delivered
    recording_id   uuid not null,
    queue          text not null,
    phone          text check (phone ~ '^\+[1-9][0-9]{6,14}$'),   -- null = withheld: the message is all there is
    account_number text,
    arrived_at     timestamptz not null,
    left_at        timestamptz not null,
    due_at         timestamptz not null,
    seconds        int not null check (seconds >= 0),
    status         text not null check (status in ('due', 'breached', 'reviewed')),
    heard_at       timestamptz,
    heard_by       text,
    reviewed_at    timestamptz,
    reviewed_by    text,
    note           text not null default '' check (length(note) <= 500),
    breached_at    timestamptz,
    is_minute_told boolean not null default false,
    wake_at        timestamptz,
    check ((heard_at is null) = (heard_by is null)),
    check ((status = 'reviewed') = (reviewed_at is not null and reviewed_by is not null)),
    check (status <> 'reviewed' or heard_at is not null),          -- nobody marks what nobody heard
    check (status <> 'breached' or breached_at is not null)
);
create index messages_wake on dispatch.messages (wake_at) where wake_at is not null;
create index messages_open on dispatch.messages (due_at) where status <> 'reviewed';

select web.guard_by_organisation('dispatch.messages');
grant select, insert, update on dispatch.messages to zhkh_system;
grant select, update on dispatch.messages to zhkh_web;

insert into dispatch.rules (jurisdiction, code, value, unit, valid_from, source) values
    ('RU', 'message.review', 600, 'seconds', '2019-03-01', 'RU 416 p.13: a message is reviewed within 10 minutes'),
    ('UA', 'message.review', 600, 'seconds', '2019-03-01',
        'own regulation (внутрішній норматив); the law names no minutes');
