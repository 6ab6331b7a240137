-- Why: what everybody shall hear for a while («с 1 по 5 августа испытания теплосети») is said by the robot itself,
-- between two moments, on one number or to some houses only; and people bring sounds of their own for it.
create table pbx.voice_clips (
    id           text not null check (id ~ '^own/[0-9a-f]{32}$'),
    organisation text not null,
    language     text not null check (language in ('ru', 'uk')),
    text         text not null check (text <> '' and length(text) <= 1000),
    origin       text not null check (origin in ('uploaded', 'spoken')),
    wave         bytea not null,             -- 8 kHz, 16 bit, mono
    milliseconds int not null check (milliseconds between 1 and 60000),
    made_at      timestamptz not null,
    made_by      text not null,
    primary key (id, language)
);
create index voice_clips_organisation on pbx.voice_clips (organisation, made_at desc);

create table pbx.announcements (
    id           uuid primary key,
    organisation text not null,
    name         text not null check (name <> '' and length(name) <= 200),
    number       text,                       -- null = all numbers of the organisation
    houses       uuid[] not null default '{}',
    from_at      timestamptz not null,
    until_at     timestamptz check (until_at > from_at),
    place        int not null check (place between 0 and 1000),
    text         text not null,
    made_at      timestamptz not null,
    made_by      text not null,
    withdrawn_at timestamptz,
    withdrawn_by text,
    version      int not null default 1,
    check ((withdrawn_at is null) = (withdrawn_by is null))
);
create index announcements_organisation on pbx.announcements (organisation, from_at desc);

create trigger menus_changed after insert or update or delete on pbx.announcements
    for each statement execute function pbx.menus_changed();
create trigger menus_changed after insert on pbx.voice_clips
    for each statement execute function pbx.menus_changed();

select web.guard_by_organisation(t::regclass) from unnest(array['pbx.voice_clips', 'pbx.announcements']) as t;

grant select on pbx.voice_clips, pbx.announcements to zhkh_system;
grant select, insert on pbx.voice_clips to zhkh_web;
grant select, insert, update on pbx.announcements to zhkh_web;
