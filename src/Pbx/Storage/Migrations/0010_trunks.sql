-- Why: an installation is connected to its operators by an administrator, not by a new build: each line of an operator
-- is a row. A password is here only sealed with a key that is a file beside the data, so this table alone opens no
-- account. A line may serve several organisations, so it belongs to none of them; only administrators reach it.
create table pbx.trunks (
    code          text primary key check (code ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
    name          text not null check (name <> '' and length(name) <= 100),
    is_on         boolean not null default true,
    organisations text[] not null default '{}',      -- codes; none = it serves all
    priority      int not null check (priority between 0 and 1000),
    lines_max     int not null check (lines_max between 1 and 1000),
    settings      jsonb not null check (jsonb_typeof(settings) = 'object'),   -- the whole of it, as the API names it
    secret        text not null default '',          -- base64 of nonce, tag, sealed password
    changed_at    timestamptz not null
);
grant select on pbx.trunks to zhkh_system;
grant select, insert, update, delete on pbx.trunks to zhkh_web;
