-- Why: sending has to survive a crash between "the gateway took it" and "we wrote that down". A message is lent to one
-- sender for a while (lease_until); lease counts the loans, so a sender that wakes up late cannot write over a newer one.
-- settled_lease: reports of the operator about loans up to it belong to the past (somebody pressed "again" since).
-- number: the short id that SMS operators take (smsc: 32 bits).
alter table web.outward_messages
    add column number bigint generated always as identity,
    add column lease bigint not null default 0,
    add column lease_until timestamptz,
    add column settled_lease bigint not null default 0;

drop index web.outward_due;
create index outward_due on web.outward_messages (channel, is_urgent desc, not_before, id) where state = 'queued';
create index outward_lent on web.outward_messages (channel, lease_until) where state = 'sending';
create index outward_order on web.outward_messages (organisation, channel, recipient, is_urgent, id)
    where state in ('queued', 'sending');
create unique index outward_number on web.outward_messages (number);
create index outward_state on web.outward_messages (channel, state);

-- Reports come twice and out of order; the furthest one stands: taken < refused by the network < delivered.
create function web.outward_rank(state text) returns int language sql immutable parallel safe as
    $$ select case state when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3 else 0 end $$;

-- An SMS that arrived is one fact however often the operator tells of it.
create table web.sms_arrivals (
    gateway      text not null,
    foreign_id   text not null check (foreign_id <> ''),
    organisation text not null,
    sender       text not null,
    recipient    text not null,
    text         text not null,
    arrived_at   timestamptz not null,
    primary key (gateway, foreign_id)
);
select web.guard_by_organisation('web.sms_arrivals');
grant select, insert on web.sms_arrivals to zhkh_system;
grant update (state, not_before, changed_at, attempts, settled_lease) on web.outward_messages to zhkh_web;
