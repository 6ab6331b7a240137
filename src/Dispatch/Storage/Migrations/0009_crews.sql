-- Why: an order is in somebody's hands or it is not; who was told, by which road, when they answered and when they
-- were there must be readable line by line (RU 416 p.13, 17). One open assignment a ticket: giving it to another crew
-- takes it from the first.
create table dispatch.crews (
    organisation   text not null,
    code           text not null check (code ~ '^[a-z0-9-]{1,32}$'),
    name           text not null check (name <> ''),
    trades         text[] not null check (cardinality(trades) > 0),
    phone          text not null check (phone ~ '^\+[1-9][0-9]{7,14}$'),
    has_smartphone boolean not null,
    members        text[] not null default '{}',
    note           text,
    login          text,                     -- the console user who sees this crew's orders
    is_on_shift    boolean not null default false,
    shift_changed_at timestamptz not null,
    primary key (organisation, code)
);
create index crews_phone on dispatch.crews (phone);
create index crews_login on dispatch.crews (login) where login is not null;

create table dispatch.crew_shifts (
    id           bigint generated always as identity primary key,
    organisation text not null,
    crew         text not null,
    is_on        boolean not null,
    at           timestamptz not null,
    by           text not null,
    foreign key (organisation, crew) references dispatch.crews
);
create trigger append_only before update or delete or truncate on dispatch.crew_shifts
    for each statement execute function dispatch.forbid_rewriting();

-- Which trade repairs what; a category without a row is anybody's.
create table dispatch.trade_categories (
    trade    text not null,
    category text not null,
    primary key (trade, category)
);
insert into dispatch.trade_categories (trade, category) values
    ('plumbing', 'waterLeak'), ('plumbing', 'coldWater'), ('plumbing', 'hotWater'), ('plumbing', 'sewerBlockage'),
    ('heating', 'heating'), ('heating', 'hotWater'),
    ('electricity', 'electricity'), ('electricity', 'intercom'),
    ('lift', 'lift'), ('gas', 'gas'), ('roofing', 'roof'), ('cleaning', 'cleaning'), ('cleaning', 'chuteBlockage'),
    ('plumbing', 'chuteBlockage');

create table dispatch.assignments (
    id           uuid primary key,
    ticket_id    uuid not null references dispatch.tickets,
    organisation text not null,
    crew         text not null,
    phone        text not null,              -- the crew's, as it was when the order went out
    state        text not null check (state in
        ('ordered', 'accepted', 'onTheWay', 'onSite', 'localised', 'done', 'declined', 'withdrawn')),
    ordered_at   timestamptz not null,
    ordered_by   text not null,
    moved_at     timestamptz not null,
    needs_until  timestamptz,
    ended_at     timestamptz,
    check ((state in ('done', 'declined', 'withdrawn')) = (ended_at is not null)),
    foreign key (organisation, crew) references dispatch.crews
);
create unique index assignments_one_open on dispatch.assignments (ticket_id)
    where state not in ('done', 'declined', 'withdrawn');
create index assignments_ticket on dispatch.assignments (ticket_id, id);
create index assignments_crew on dispatch.assignments (organisation, crew, id);

create table dispatch.assignment_steps (
    id            bigint generated always as identity primary key,
    assignment_id uuid not null references dispatch.assignments,
    organisation  text not null,
    at            timestamptz not null,      -- when it was so: the device's tap, held between the last step and now
    received_at   timestamptz not null,      -- when the server heard of it
    device_at     timestamptz,               -- what the device said, as it said it
    channel       text not null check (channel in ('link', 'sms', 'smsReply', 'robot', 'person')),
    by            text not null,
    what          text not null,
    detail        text,
    client_id     text                       -- the tap's own name: an offline queue may send it twice
);
create index assignment_steps_assignment on dispatch.assignment_steps (assignment_id, id);
create unique index assignment_steps_client on dispatch.assignment_steps (assignment_id, client_id)
    where client_id is not null;
create trigger append_only before update or delete or truncate on dispatch.assignment_steps
    for each statement execute function dispatch.forbid_rewriting();

create table dispatch.assignment_photos (
    id            uuid primary key,
    assignment_id uuid not null references dispatch.assignments,
    ticket_id     uuid not null references dispatch.tickets,
    organisation  text not null,
    kind          text not null check (kind in ('before', 'after')),
    at            timestamptz not null,
    sha256        text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    format        text not null check (format in ('jpeg', 'png')),
    width         int not null check (width > 0),
    height        int not null check (height > 0),
    bytes         int not null check (bytes > 0),
    unique (assignment_id, kind, sha256)     -- the same picture sent again is the same photo
);
create index assignment_photos_ticket on dispatch.assignment_photos (ticket_id, id);

-- The link's token is never stored, only its SHA-256; the first browser that opens it keeps it.
create table dispatch.crew_links (
    token_hash    bytea primary key check (length(token_hash) = 32),
    assignment_id uuid not null references dispatch.assignments,
    organisation  text not null,
    issued_at     timestamptz not null,
    browser_hash  bytea check (length(browser_hash) = 32),
    bound_at      timestamptz,
    check ((browser_hash is null) = (bound_at is null))
);
create index crew_links_assignment on dispatch.crew_links (assignment_id);

-- What a person must look at because no table can decide it: a silent crew, a refusal, a low mark, more time wanted.
create table dispatch.attention (
    id            uuid primary key,
    organisation  text not null,
    ticket_id     uuid not null references dispatch.tickets,
    assignment_id uuid,
    reason        text not null check (reason in
        ('crewSilent', 'crewDeclined', 'crewWord', 'termAsked', 'lowScore')),
    for_supervisor boolean not null,
    text          text not null,
    raised_at     timestamptz not null,
    seen_at       timestamptz,
    seen_by       text,
    check ((seen_at is null) = (seen_by is null))
);
create index attention_open on dispatch.attention (organisation, id) where seen_at is null;

select web.guard_by_organisation(t::regclass)
from unnest(array['dispatch.crews', 'dispatch.crew_shifts', 'dispatch.assignments', 'dispatch.assignment_steps',
    'dispatch.assignment_photos', 'dispatch.crew_links', 'dispatch.attention']) as t;

grant select on dispatch.trade_categories to zhkh_system, zhkh_web;
grant select, insert, update on dispatch.crews, dispatch.assignments, dispatch.attention to zhkh_system, zhkh_web;
grant select, insert on dispatch.crew_shifts, dispatch.assignment_steps, dispatch.assignment_photos
    to zhkh_system, zhkh_web;
grant select, insert, update on dispatch.crew_links to zhkh_system;
