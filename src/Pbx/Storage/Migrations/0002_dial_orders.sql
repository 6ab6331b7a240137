-- Why: a call of the robot is wished for in the transaction of what makes it needed (a campaign, an outage that is
-- over, a finished job, a crew that is silent) and made by the dialer alone, which asks the clock and the limits first.
create table pbx.dial_orders (
    id             uuid primary key,
    organisation   text not null,
    kind           text not null check (kind in ('debt', 'serviceNotice', 'qualityPoll', 'crewOrder')),
    phone          text not null check (phone ~ '^\+[1-9][0-9]{7,14}$'),
    account_number text,
    payload        jsonb not null,
    placed_at      timestamptz not null,
    not_before     timestamptz not null,
    expires_at     timestamptz not null,
    tries_max      int not null check (tries_max between 1 and 10),
    tries          int not null default 0,
    state          text not null default 'waiting' check (state in ('waiting', 'dialling', 'ended', 'withdrawn')),
    reason         text,
    ended_at       timestamptz,
    tag            text,
    campaign_id    uuid
);
create index dial_orders_due on pbx.dial_orders (not_before, id) where state = 'waiting';
create index dial_orders_tag on pbx.dial_orders (organisation, tag) where tag is not null;
create index dial_orders_campaign on pbx.dial_orders (campaign_id, id) where campaign_id is not null;

select web.guard_by_organisation('pbx.dial_orders');
grant select, insert, update on pbx.dial_orders to zhkh_system, zhkh_web;
