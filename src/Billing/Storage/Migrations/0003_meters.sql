-- Why: a reading is evidence (who said it, when, in which call), so it is inserted once per key and never changed;
-- what made it doubtful is written beside it.
create table billing.meters (
    id                   uuid primary key,
    organisation         text not null references billing.organisations,
    scope                text not null check (scope in ('unit', 'house')),
    account_id           uuid references billing.accounts,
    house_id             uuid references billing.houses,
    service              text not null,
    serial               text not null,
    unit                 text not null check (unit in ('m3', 'kWh', 'Gcal')),
    digits               int not null check (digits between 3 and 9),
    commissioned_on      date not null,
    next_verification_on date,
    archived_on          date,
    check ((scope = 'unit') = (account_id is not null) and (scope = 'house') = (house_id is not null))
);
create index meters_account on billing.meters (account_id) where account_id is not null;
create index meters_house on billing.meters (house_id) where house_id is not null;

create table billing.readings (
    id              uuid primary key,
    organisation    text not null references billing.organisations,
    meter_id        uuid not null references billing.meters,
    value           numeric(13, 3) not null check (value >= 0),
    consumption     numeric(13, 3) not null check (consumption >= 0),
    at              timestamptz not null,
    taken_on        date not null,
    source          text not null check (source in ('phone', 'web', 'office', 'dispatcher', 'import')),
    call_id         uuid,
    status          text not null
        check (status in ('accepted', 'suspicious', 'outsideWindow', 'verificationExpired')),
    rolled_over     boolean not null default false,
    zero_for_months boolean not null default false,
    key             text not null check (key <> ''),
    unique (organisation, key)
);
create index readings_meter on billing.readings (meter_id, at desc);

-- Days of the month when a reading enters the current bill. Each organisation sets its own.
create table billing.reading_windows (
    organisation text not null references billing.organisations,
    first_day    int not null check (first_day between 1 and 31),
    last_day     int not null check (last_day between 1 and 31),
    valid_from   date not null,
    valid_to     date check (valid_to > valid_from),
    source       text not null,
    primary key (organisation, valid_from),
    check (first_day <= last_day)
);

select web.guard_by_organisation(t::regclass)
from unnest(array['billing.meters', 'billing.readings', 'billing.reading_windows']) as t;

grant select, insert, update on billing.meters, billing.reading_windows to zhkh_system, zhkh_web;
grant select, insert on billing.readings to zhkh_system, zhkh_web;

insert into billing.legal_rules (jurisdiction, code, value, valid_from, source)
select j, code, value, date '2019-03-01', source
from unnest(array['RU', 'UA']) as j,
(values
    ('reading.farTooHigh.averageFactor', 3::numeric, 'own regulation: times the average of the last months'),
    ('reading.farTooHigh.normFactor', 5, 'own regulation: times the consumption norm of the premise'),
    ('reading.average.monthsMax', 6, 'RU 354 p.59: average of at least 6 months (clause number unverified)'),
    ('reading.average.submissionsMin', 3, 'RU 354 p.59: 3 months for newer meters (clause number unverified)'),
    ('reading.zero.months', 3, 'own regulation: no consumption for so many months is flagged'),
    ('reading.rollover.share', 0.9, 'own regulation: previous above this share of capacity may roll over'),
    ('norm.coldWater', 4.33, 'demonstration value, m3 per person and month; the region sets the real one'),
    ('norm.hotWater', 2.97, 'demonstration value, m3 per person and month; the region sets the real one'),
    ('norm.electricity', 98, 'demonstration value, kWh per person and month; the region sets the real one'),
    ('norm.gas', 10.5, 'demonstration value, m3 per person and month; the region sets the real one')
) as r(code, value, source);
