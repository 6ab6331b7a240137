-- Why: an order nobody answers must climb by itself, whatever restarts meanwhile: another SMS, a call, a person. How
-- soon is the organisation's to say and differs by priority; each rung of an order is fired once, for ever.
create table dispatch.escalation_rules (
    jurisdiction text not null check (jurisdiction in ('RU', 'UA')),
    priority     text not null check (priority in ('normal', 'urgent', 'critical')),
    rung         int not null check (rung between 0 and 9),
    seconds      int not null check (seconds >= 0),      -- from the order without an answer
    act          text not null check (act in ('sms', 'robot', 'alert')),
    valid_from   date not null,
    valid_to     date check (valid_to > valid_from),
    source       text not null,
    primary key (jurisdiction, priority, rung, valid_from),
    check ((rung = 0) = (seconds = 0))
);
insert into dispatch.escalation_rules (jurisdiction, priority, rung, seconds, act, valid_from, source)
select j.code, r.priority, r.rung, r.seconds, r.act, date '2019-03-01', 'own regulation'
from (values ('RU'), ('UA')) as j(code),
(values
    ('normal', 0, 0, 'sms'), ('normal', 1, 180, 'sms'), ('normal', 2, 360, 'robot'), ('normal', 3, 540, 'alert'),
    ('urgent', 0, 0, 'sms'), ('urgent', 1, 120, 'sms'), ('urgent', 2, 240, 'robot'), ('urgent', 3, 360, 'alert'),
    ('critical', 0, 0, 'sms'), ('critical', 1, 60, 'robot'), ('critical', 2, 120, 'sms'), ('critical', 3, 180, 'alert')
) as r(priority, rung, seconds, act);

create table dispatch.escalations (
    assignment_id uuid primary key references dispatch.assignments,
    organisation  text not null,
    priority      text not null,
    rules_on      date not null,             -- the day whose rules it climbs by, to the end
    began_at      timestamptz not null,
    rung          int not null,              -- the last one fired
    act           text not null,
    due_at        timestamptz,               -- of the next one; null = answered, or nothing left
    stopped_at    timestamptz,
    stopped_because text,
    check (stopped_at is null or due_at is null)
);
create index escalations_due on dispatch.escalations (due_at) where due_at is not null;

create table dispatch.escalation_firings (
    assignment_id uuid not null references dispatch.assignments,
    rung          int not null,
    organisation  text not null,
    act           text not null,
    fired_at      timestamptz not null,
    primary key (assignment_id, rung)
);
create trigger append_only before update or delete or truncate on dispatch.escalation_firings
    for each statement execute function dispatch.forbid_rewriting();

select web.guard_by_organisation(t::regclass)
from unnest(array['dispatch.escalations', 'dispatch.escalation_firings']) as t;

grant select on dispatch.escalation_rules to zhkh_system, zhkh_web;
grant select, insert, update on dispatch.escalations to zhkh_system, zhkh_web;
grant select, insert on dispatch.escalation_firings to zhkh_system, zhkh_web;
