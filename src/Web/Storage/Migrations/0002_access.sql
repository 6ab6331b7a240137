-- Why: who may sign in, which browsers are signed in right now (so that "disable" works at once), and who looked at or
-- changed what (152-FZ, FSTEC order 21: registration of access to personal data). Only zhkh_system reads passwords and
-- sessions; a signed-in person's role has no right to either table.
create table web.operators (
    id uuid primary key,
    login text not null check (login = lower(login) and length(login) between 1 and 64),
    name text not null,
    role text not null check (role in ('dispatcher', 'supervisor', 'clerk', 'billing', 'admin', 'crew')),
    organisations text[] not null check (cardinality(organisations) > 0),
    extension text check (extension ~ '^[0-9]{2,8}$'),
    language text not null default 'ru' check (language in ('ru', 'uk', 'en')),
    password_hash text not null,
    disabled_at timestamptz,
    created_at timestamptz not null
);
create unique index operators_login on web.operators (login);
grant select, insert, update on web.operators to zhkh_system;

-- The cookie's token is never stored, only its SHA-256: a stolen dump opens no session.
create table web.sessions (
    token_hash bytea primary key check (length(token_hash) = 32),
    operator_id uuid not null references web.operators (id),
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    address text not null,
    agent text not null
);
create index sessions_operator on web.sessions (operator_id);
create index sessions_expires on web.sessions (expires_at);
grant select, insert, update, delete on web.sessions to zhkh_system;

-- Append-only: nobody but the owner may change or delete a line, and the trigger stops the owner too.
create table web.audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    organisation text not null,
    operator_id uuid not null,
    operator text not null,
    act text not null,
    subject_kind text not null,
    subject text not null,
    detail text,
    address text not null
);
create index audit_organisation_id on web.audit (organisation, id desc);
create index audit_subject on web.audit (subject_kind, subject, id desc);
grant select, insert on web.audit to zhkh_system, zhkh_web;
select web.guard_by_organisation('web.audit');

create function web.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'web.audit is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_is_append_only before update or delete or truncate on web.audit
    for each statement execute function web.refuse_change();
