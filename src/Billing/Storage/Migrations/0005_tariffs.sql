-- Why: a month is charged by what was in force on its days. A price or a norm is a row with the day it begins and the
-- paper it rests on; it is never rewritten, only ended by its successor. Two at once are refused here, because a
-- screen that checks cannot see what a colleague saves in the same second.
create table billing.tariffs (
    id           uuid primary key,
    organisation text not null references billing.organisations,
    service      text not null,
    price        numeric(18, 6) not null check (price >= 0),
    unit         text not null check (unit in ('m3', 'kWh', 'Gcal', 'm2', 'person', 'account')),
    charged_by   text not null check (charged_by in ('meter', 'area', 'people', 'fixed', 'water', 'hotWater')),
    valid_from   date not null,
    valid_to     date check (valid_to > valid_from),
    basis        text not null check (basis <> ''),
    recorded_at  timestamptz not null,
    recorded_by  text not null,
    unique (organisation, service, valid_from)
);

-- Consumption of a person or of a square metre in a month, where no meter says it.
create table billing.norms (
    id           uuid primary key,
    organisation text not null references billing.organisations,
    service      text not null,
    per          text not null check (per in ('person', 'area')),
    value        numeric(18, 6) not null check (value > 0),
    unit         text not null check (unit in ('m3', 'kWh', 'Gcal')),
    valid_from   date not null,
    valid_to     date check (valid_to > valid_from),
    basis        text not null check (basis <> ''),
    unique (organisation, service, per, valid_from)
);

-- A flat that does not get a service of its organisation: a house without gas.
create table billing.unserved (
    account_id   uuid not null references billing.accounts,
    organisation text not null references billing.organisations,
    service      text not null,
    since        date not null,
    until        date check (until >= since),
    reason       text not null check (reason <> ''),
    primary key (account_id, service, since)
);

-- The lock makes two writers of one service wait for each other, so that each sees what the other wrote.
create function billing.refuse_overlap() returns trigger language plpgsql security definer
    set search_path = billing, pg_temp as $$
declare
    clash bigint;
begin
    perform pg_advisory_xact_lock(hashtext(tg_table_name), hashtext(new.organisation || ':' || new.service));
    if tg_table_name = 'tariffs' then
        select count(*) into clash from tariffs t where t.organisation = new.organisation
            and t.service = new.service and t.id <> new.id
            and daterange(t.valid_from, t.valid_to) && daterange(new.valid_from, new.valid_to);
    else
        select count(*) into clash from norms t where t.organisation = new.organisation
            and t.service = new.service and t.id <> new.id and t.per = (to_jsonb(new) ->> 'per')
            and daterange(t.valid_from, t.valid_to) && daterange(new.valid_from, new.valid_to);
    end if;
    if clash > 0 then
        raise exception '% of % for % overlaps one that is in force', tg_table_name, new.organisation, new.service
            using errcode = 'exclusion_violation';
    end if;
    return new;
end $$;

create function billing.only_end() returns trigger language plpgsql as $$
begin
    if old.valid_to is not null or to_jsonb(new) - 'valid_to' <> to_jsonb(old) - 'valid_to' then
        raise exception 'A row of % in force is ended, never rewritten', tg_table_name
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

create trigger only_end before update on billing.tariffs for each row execute function billing.only_end();
create trigger only_end before update on billing.norms for each row execute function billing.only_end();
create trigger overlap before insert or update on billing.tariffs
    for each row execute function billing.refuse_overlap();
create trigger overlap before insert or update on billing.norms
    for each row execute function billing.refuse_overlap();
create trigger insert_only before delete or truncate on billing.tariffs
    for each statement execute function billing.forbid_rewriting();
create trigger insert_only before delete or truncate on billing.norms
    for each statement execute function billing.forbid_rewriting();

select web.guard_by_organisation(t::regclass)
from unnest(array['billing.tariffs', 'billing.norms', 'billing.unserved']) as t;

grant select, insert on billing.tariffs, billing.norms to zhkh_system, zhkh_web;
grant update (valid_to) on billing.tariffs, billing.norms to zhkh_system, zhkh_web;
grant select, insert, update on billing.unserved to zhkh_system, zhkh_web;

insert into billing.legal_rules (jurisdiction, code, value, valid_from, source)
select j, code, value, date '2019-03-01', source
from unnest(array['RU', 'UA']) as j,
(values
    ('charge.average.periodsMax', 3::numeric, 'RU 354 p.60: by the average for at most 3 periods in a row'),
    ('charge.expired.normFactor', 1.5, 'RU 354 p.60: norm times 1.5 after the periods of a failed or expired meter '
        || '(clause number unverified)')
) as r(code, value, source);
