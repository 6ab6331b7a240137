-- Why: a recording is evidence for a while and a liability afterwards. How long each class is kept is a dated row with
-- the paper it rests on; what somebody needs longer is held; what is past its term goes, and that it went is written
-- where nobody can change it. The file goes before the row and an intent before both, so that no kill leaves either.

alter table pbx.recordings
    add column class text not null default 'ordinary'
        check (class in ('ordinary', 'emergency', 'debt', 'poll', 'notice', 'crew', 'voicemail')),
    add column partial_reason text,
    add column deleting_since timestamptz,        -- the intent: set before the file goes
    add column deleting jsonb,                    -- what the log will say: hash, bytes, term, cause, who
    add constraint recordings_intent check ((deleting_since is null) = (deleting is null));
create index recordings_term on pbx.recordings (organisation, class, started_at);
create index recordings_deleting on pbx.recordings (deleting_since) where deleting_since is not null;
create index recordings_newest on pbx.recordings (started_at desc, id);

-- What was recorded before there were classes.
update pbx.recordings r set class = 'emergency'
from pbx.calls c where c.id = r.call_id and (c.line = 'emergency' or c.to_number = '112');
update pbx.recordings r set class = case o.kind when 'debt' then 'debt' when 'qualityPoll' then 'poll'
    when 'serviceNotice' then 'notice' else 'crew' end
from pbx.dial_attempts a join pbx.dial_orders o on o.id = a.order_id where a.call_id = r.call_id;

-- What a rule may say: no less than the law or our own regulation asks, and no more than is needed.
create table pbx.retention_limits (
    jurisdiction   text not null check (jurisdiction in ('RU', 'UA')),
    class          text not null check (class in ('ordinary', 'emergency', 'debt', 'poll', 'notice', 'crew',
                                                  'voicemail')),
    months_min     int not null check (months_min >= 1),
    months_default int not null,
    months_max     int not null,
    source         text not null check (source <> ''),
    primary key (jurisdiction, class),
    check (months_default between months_min and months_max)
);
insert into pbx.retention_limits (jurisdiction, class, months_min, months_default, months_max, source)
select j.code, c.class, c.months_min, c.months_default, 36, c.source
from (values ('RU'), ('UA')) as j(code),
(values
    ('ordinary', 3, 12, 'own regulation [D]: 3 to 12 months, operators keep up to three years'),
    ('emergency', 36, 36, 'own regulation [D]: three years, as long as one may sue (ГК РФ ст. 196 / ЦКУ ст. 257 [M])'),
    ('debt', 36, 36, 'own regulation [D]: three years, evidence of a warning (ГК РФ ст. 196 / ЦКУ ст. 257 [M])'),
    ('poll', 3, 3, 'own regulation [D]: three months'),
    ('notice', 3, 12, 'own regulation [D]: a year'),
    ('crew', 3, 12, 'own regulation [D]: a year'),
    ('voicemail', 3, 12, 'own regulation [D]: a year, as a call')) as c(class, months_min, months_default, source);

-- What an organisation decided. A row is never rewritten; the next one ends it.
create table pbx.retention_rules (
    id           uuid primary key,
    organisation text not null,
    class        text not null,
    months       int not null check (months between 1 and 1200),
    source       text not null check (source <> '' and length(source) <= 500),
    valid_from   date not null,
    set_at       timestamptz not null,
    set_by       text not null,
    unique (organisation, class, valid_from)
);

create function pbx.refuse_bad_retention() returns trigger language plpgsql as $$
declare
    allowed pbx.retention_limits;
begin
    select l.* into allowed from pbx.retention_limits l
    join pbx.dial_profiles p on p.jurisdiction = l.jurisdiction and p.organisation = new.organisation
    where l.class = new.class;
    if allowed is null or new.months not between allowed.months_min and allowed.months_max then
        raise exception '% months are not allowed for %', new.months, new.class using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger within_limits before insert on pbx.retention_rules
    for each row execute function pbx.refuse_bad_retention();

-- Which term holds for what was recorded from one day to another, as seen on a day. A rule that makes it longer holds
-- for what is there already; one that makes it shorter only for what is recorded after it: what was promised is kept.
create function pbx.retention_terms(today date)
    returns table (organisation text, class text, from_on date, to_on date, months int, source text)
    language sql stable rows 30 set jit = off as $$
    with steps as (
        select p.organisation, l.class, date '-infinity' as from_on, l.months_default as months, l.source,
            l.months_min
        from pbx.dial_profiles p join pbx.retention_limits l on l.jurisdiction = p.jurisdiction
        union all
        select r.organisation, r.class, r.valid_from, r.months, r.source, l.months_min
        from pbx.retention_rules r
        join pbx.dial_profiles p on p.organisation = r.organisation
        join pbx.retention_limits l on l.jurisdiction = p.jurisdiction and l.class = r.class
        where r.valid_from <= today)
    select s.organisation, s.class, s.from_on,
        coalesce(lead(s.from_on) over (partition by s.organisation, s.class order by s.from_on), date 'infinity'),
        greatest(s.months_min, longest.months), longest.source
    from steps s cross join lateral (
        select l.months, l.source from steps l
        where l.organisation = s.organisation and l.class = s.class and l.from_on >= s.from_on
        order by l.months desc, l.from_on limit 1) longest
$$;

-- The term is counted from the end of the call; of one that never got an end, a day after its beginning.
create function pbx.kept_until(started_at timestamptz, ended_at timestamptz, months int) returns timestamptz
    language sql immutable as $$
    select (coalesce(ended_at, started_at + interval '24 hours') at time zone 'UTC' + make_interval(months => months))
        at time zone 'UTC'
$$;

create table pbx.recording_holds (
    id             uuid primary key,
    organisation   text not null,
    kind           text not null check (kind in ('recording', 'call', 'ticket', 'phone')),
    recording_id   uuid,
    call_id        uuid,
    ticket_id      uuid,
    ticket_number  bigint,
    call_ids       uuid[] not null default '{}',  -- of the ticket, as last asked
    phone          text check (phone ~ '^\+[1-9][0-9]{7,14}$'),
    from_at        timestamptz,                   -- of a phone: calls from here …
    to_at          timestamptz,                   -- … and before here
    reason         text not null check (reason <> '' and length(reason) <= 500),
    until          date,                          -- the last day; null = until released
    set_at         timestamptz not null,
    set_by         text not null,
    released_at    timestamptz,
    released_by    text,
    release_reason text check (length(release_reason) <= 500),
    check (case kind when 'recording' then recording_id is not null when 'call' then call_id is not null
        when 'ticket' then ticket_id is not null
        else phone is not null and from_at is not null and to_at > from_at end),
    check ((released_at is null) = (released_by is null) and (released_at is null) = (release_reason is null))
);
create index recording_holds_open on pbx.recording_holds (organisation) where released_at is null;

-- A hold is released once and for all; who held what and why stays.
create function pbx.holds_only_release() returns trigger language plpgsql as $$
begin
    if tg_op <> 'UPDATE' or old.released_at is not null
        or (to_jsonb(new) - array['released_at', 'released_by', 'release_reason', 'call_ids'])
            <> (to_jsonb(old) - array['released_at', 'released_by', 'release_reason', 'call_ids']) then
        raise exception 'A hold is only released: % on %', tg_op, tg_table_name
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    return new;
end $$;
create trigger only_release before update or delete on pbx.recording_holds
    for each row execute function pbx.holds_only_release();

create function pbx.is_held(
    of_organisation text, of_recording uuid, of_call uuid, recorded_at timestamptz, today date)
    returns boolean language sql stable as $$
    select exists (select from pbx.recording_holds h
        where h.organisation = of_organisation and h.released_at is null and (h.until is null or h.until >= today)
            and (h.recording_id = of_recording or h.call_id = of_call or of_call = any (h.call_ids)
                or (h.phone is not null and recorded_at >= h.from_at and recorded_at < h.to_at
                    and h.phone = (select c.phone from pbx.calls c where c.id = of_call))))
$$;

-- What was deleted, when, by which rule, at whose wish. No foreign keys: it outlives everything it names.
create table pbx.recording_deletions (
    id           bigint generated always as identity primary key,
    recording_id uuid not null unique,
    call_id      uuid,
    organisation text not null,
    class        text not null,
    recorded_at  timestamptz not null,
    kept_until   timestamptz not null,
    months       int not null,
    source       text not null,
    cause        text not null check (cause in ('term', 'disk', 'stray')),
    by_whom      text not null,
    hash         text,                            -- SHA-256 of the file; null = there was none
    bytes        bigint not null,
    deleted_at   timestamptz not null
);
create index recording_deletions_newest on pbx.recording_deletions (organisation, id desc);

create function pbx.forbid_rewriting() returns trigger language plpgsql as $$
begin
    raise exception 'The log is insert-only: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;
create trigger insert_only before update or delete or truncate on pbx.recording_deletions
    for each statement execute function pbx.forbid_rewriting();
create trigger insert_only before update or delete or truncate on pbx.retention_rules
    for each statement execute function pbx.forbid_rewriting();
create trigger never_empty before truncate on pbx.recording_holds
    for each statement execute function pbx.forbid_rewriting();

select web.guard_by_organisation(t::regclass)
from unnest(array['pbx.retention_rules', 'pbx.recording_holds', 'pbx.recording_deletions']) as t;

grant select on pbx.retention_limits to zhkh_system, zhkh_web;
grant select, insert on pbx.retention_rules to zhkh_system, zhkh_web;
grant select, insert on pbx.recording_holds to zhkh_system, zhkh_web;
grant update (released_at, released_by, release_reason, call_ids) on pbx.recording_holds to zhkh_system, zhkh_web;
grant select on pbx.recording_deletions to zhkh_system, zhkh_web;
grant insert on pbx.recording_deletions to zhkh_system;
grant delete on pbx.recordings to zhkh_system;

-- The guards fire for replication too, and the owner cannot switch them off by ALTER TABLE.
create view pbx.guards as
select c.relname as table_name, t.tgname as name, t.tgenabled = 'A' as always
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'pbx' and not t.tgisinternal
    and c.relname in ('recording_deletions', 'recording_holds', 'retention_rules');
create table pbx.guards_wanted (table_name text, name text, primary key (table_name, name));
insert into pbx.guards_wanted select table_name, name from pbx.guards;
grant select on pbx.guards, pbx.guards_wanted to zhkh_system;

do $$
declare
    guard record;
begin
    for guard in select table_name, name from pbx.guards loop
        execute format('alter table pbx.%I enable always trigger %I', guard.table_name, guard.name);
    end loop;
end $$;

create function pbx.guards_stand() returns event_trigger language plpgsql as $$
begin
    if exists (select from pbx.guards_wanted w left join pbx.guards g
        on g.table_name = w.table_name and g.name = w.name where g.always is not true) then
        raise exception 'The guards of the deletion log are not switched off'
            using errcode = 'insufficient_privilege';
    end if;
end $$;

-- Only a superuser can make one; where the owner is none, the nightly check says that a guard is gone.
do $$
begin
    create event trigger pbx_guards on ddl_command_end when tag in ('ALTER TABLE', 'DROP TRIGGER')
        execute function pbx.guards_stand();
exception
    when insufficient_privilege then raise notice 'No event trigger: the nightly check watches the guards alone';
end $$;
