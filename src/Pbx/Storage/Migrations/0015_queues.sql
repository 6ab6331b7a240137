-- Why: which queues there are, who takes their calls, in what order, for how long, and where callers go whom nobody
-- took, is changed by the people who run the desk, at any hour, without a new start. An organisation without rows is
-- served by the built-in queues, so an empty table loses nobody.
create table pbx.queues (
    organisation    text not null,
    code            text not null check (code ~ '^[a-z][a-z0-9-]{0,31}$'),
    purpose         text not null check (purpose in ('ordinary', 'emergency')),
    name            text not null check (name <> '' and length(name) <= 100),
    strategy        text not null check (strategy in ('ringAll', 'longestIdle', 'roundRobin')),
    ring_seconds    int not null check (ring_seconds between 5 and 300),
    wrap_up_seconds int not null check (wrap_up_seconds between 0 and 900),
    holds_wrap_up   boolean not null,
    skills          text[] not null default '{}',
    language        text check (language in ('ru', 'uk')),      -- spoken by whoever takes its calls
    members         jsonb not null default '[]' check (jsonb_typeof(members) = 'array'),   -- [] = every phone
    waiting_max     int not null check (waiting_max between 1 and 500),
    patience_seconds int not null check (patience_seconds between 10 and 285),   -- of the law's 300 from arrival
    overflow        text[] not null check (cardinality(overflow) between 1 and 5),
    announce_seconds int not null check (announce_seconds between 10 and 300),
    tells_position  boolean not null,
    tells_wait      boolean not null,
    offers_keys     boolean not null,
    has_music       boolean not null,
    changed_at      timestamptz not null,
    changed_by      text not null,
    primary key (organisation, code)
);

-- What whoever sits at a phone can do; no row = every language, no special skill.
create table pbx.agent_skills (
    organisation text not null,
    extension    text not null check (extension ~ '^[0-9]{2,8}$'),
    skills       text[] not null default '{}',
    languages    text[] not null default '{}' check (languages <@ array['ru', 'uk']),
    changed_at   timestamptz not null,
    changed_by   text not null,
    primary key (organisation, extension)
);

select web.guard_by_organisation('pbx.queues');
select web.guard_by_organisation('pbx.agent_skills');
grant select, insert, update, delete on pbx.queues, pbx.agent_skills to zhkh_system, zhkh_web;
