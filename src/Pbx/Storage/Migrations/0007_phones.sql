-- Why: who may register a telephone is kept where it can be changed without a new start. Only hashes of passwords are
-- here, as the digest needs them; a phone of the demo town exists in demo mode alone.
create table pbx.phones (
    extension    text primary key check (extension ~ '^[0-9]{2,8}$'),
    organisation text not null default '',   -- empty: it serves all of them
    ha1          text not null check (ha1 ~ '^[0-9a-f]{32}([0-9a-f]{32})?$'),
    algorithm    text not null check (algorithm in ('MD5', 'SHA-256')),
    is_enabled   boolean not null default true,
    is_demo      boolean not null default false,
    changed_at   timestamptz not null
);
grant select, insert, update on pbx.phones to zhkh_system;
select web.guard_by_organisation('pbx.phones');
