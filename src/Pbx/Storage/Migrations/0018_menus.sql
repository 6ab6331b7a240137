-- Why: which number leads to which menu, when an organisation works and what a caller may choose are decided by people
-- and change by date. What was in force stays to be read: versions are added, never altered. A draft is nobody's yet.
create table pbx.numbers (
    number       text primary key check (number ~ '^(\+[1-9][0-9]{9,14}|[0-9]{2,6})$'),
    organisation text not null,
    menu         text not null check (menu ~ '^[a-z][a-z0-9-]{0,31}$'),
    purpose      text not null check (purpose in ('resident', 'emergency')),
    language     text check (language in ('ru', 'uk')),
    changed_at   timestamptz not null,
    changed_by   text not null
);

-- The numbers of CONTRACT, as they were in the program.
insert into pbx.numbers (number, organisation, menu, purpose, changed_at, changed_by) values
    ('100', 'privolsk', 'main', 'resident', '2026-01-01T00:00:00Z', ''),
    ('112', 'privolsk', 'main', 'emergency', '2026-01-01T00:00:00Z', '');

create table pbx.schedules (
    organisation   text not null,
    version        int not null check (version > 0),
    effective_from timestamptz not null,
    content        jsonb not null check (jsonb_typeof(content) = 'object'),
    why            text not null check (why <> '' and length(why) <= 500),
    by_whom        text not null,
    made_at        timestamptz not null,
    primary key (organisation, version),
    unique (organisation, effective_from)
);

create table pbx.menu_drafts (
    organisation text not null,
    code         text not null check (code ~ '^[a-z][a-z0-9-]{0,31}$'),
    content      jsonb not null check (jsonb_typeof(content) = 'object'),
    revision     int not null,               -- who publishes must have seen this one
    changed_at   timestamptz not null,
    changed_by   text not null,
    primary key (organisation, code)
);

create table pbx.menus (
    organisation   text not null,
    code           text not null check (code ~ '^[a-z][a-z0-9-]{0,31}$'),
    version        int not null check (version > 0),
    effective_from timestamptz not null,
    content        jsonb not null check (jsonb_typeof(content) = 'object'),
    why            text not null check (why <> '' and length(why) <= 500),
    by_whom        text not null,
    published_at   timestamptz not null,
    primary key (organisation, code, version),
    unique (organisation, code, effective_from)
);

-- One number that grows with every change: the exchange looks at it every two seconds.
create table pbx.menu_revision (
    is_only  boolean primary key default true check (is_only),
    revision bigint not null
);
insert into pbx.menu_revision (revision) values (1);

create function pbx.menus_changed() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    update pbx.menu_revision set revision = revision + 1;
    return null;
end $$;
revoke execute on function pbx.menus_changed() from public;

create trigger menus_changed after insert or update or delete on pbx.numbers
    for each statement execute function pbx.menus_changed();
create trigger menus_changed after insert or update or delete on pbx.schedules
    for each statement execute function pbx.menus_changed();
create trigger menus_changed after insert or update or delete on pbx.menu_drafts
    for each statement execute function pbx.menus_changed();
create trigger menus_changed after insert or update or delete on pbx.menus
    for each statement execute function pbx.menus_changed();

select web.guard_by_organisation(t::regclass)
from unnest(array['pbx.numbers', 'pbx.schedules', 'pbx.menu_drafts', 'pbx.menus']) as t;

grant select on pbx.numbers, pbx.schedules, pbx.menu_drafts, pbx.menus, pbx.menu_revision to zhkh_system;
grant select, insert, update, delete on pbx.numbers, pbx.menu_drafts to zhkh_web;
grant select, insert on pbx.schedules, pbx.menus to zhkh_web;
