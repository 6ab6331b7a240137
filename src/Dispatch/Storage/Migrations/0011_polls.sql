-- Why: after a job the resident is asked how it was done (RU 416 p.17; S4), at an hour when one may call, not before
-- they could look at it, and never twice. A low mark brings the ticket back.
create table dispatch.poll_rules (
    jurisdiction   text not null check (jurisdiction in ('RU', 'UA')),
    hour_from      time not null,
    hour_to        time not null check (hour_to > hour_from),
    pause_seconds  int not null check (pause_seconds >= 0),     -- from the end of the job
    tries          int not null check (tries between 1 and 10),
    low_score      int not null check (low_score between 1 and 4),   -- this or less reopens
    valid_from     date not null,
    valid_to       date check (valid_to > valid_from),
    source         text not null,
    primary key (jurisdiction, valid_from)
);
insert into dispatch.poll_rules (jurisdiction, hour_from, hour_to, pause_seconds, tries, low_score, valid_from, source)
values
    ('RU', '18:00', '20:00', 7200, 2, 2, '2019-03-01', 'own regulation within the quality poll hours 10–20'),
    ('UA', '18:00', '20:00', 7200, 2, 2, '2019-03-01', 'own regulation within the quality poll hours 10–20');

create table dispatch.polls (
    id            uuid primary key,
    ticket_id     uuid not null references dispatch.tickets,
    organisation  text not null,
    assignment_id uuid references dispatch.assignments,
    crew          text,
    phone         text not null,
    account_number text,
    done_at       timestamptz not null,
    state         text not null check (state in ('waiting', 'called', 'rated', 'noAnswer', 'withdrawn')),
    due_at        timestamptz,               -- while waiting: when the robot may begin
    closes_at     timestamptz not null,      -- the end of that day's hours
    tries_max     int not null,
    low_score     int not null,
    score         int check (score between 1 and 5),
    has_comment   boolean not null default false,
    call_id       uuid,
    recording_id  uuid,
    changed_at    timestamptz not null,
    why           text,
    check ((state = 'waiting') = (due_at is not null)),
    check ((state = 'rated') = (score is not null))
);
create index polls_due on dispatch.polls (due_at) where due_at is not null;
create index polls_ticket on dispatch.polls (ticket_id, id);
create index polls_rated on dispatch.polls (organisation, changed_at) where state = 'rated';
create unique index polls_one_open on dispatch.polls (ticket_id) where state in ('waiting', 'called');

-- Who asked not to be asked.
create table dispatch.poll_opt_outs (
    organisation text not null,
    phone        text not null,
    at           timestamptz not null,
    primary key (organisation, phone)
);

select web.guard_by_organisation(t::regclass)
from unnest(array['dispatch.polls', 'dispatch.poll_opt_outs']) as t;

grant select on dispatch.poll_rules to zhkh_system, zhkh_web;
grant select, insert, update on dispatch.polls to zhkh_system, zhkh_web;
grant select, insert on dispatch.poll_opt_outs to zhkh_system, zhkh_web;
