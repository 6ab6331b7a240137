-- Why: an administrator adds, changes and removes telephones on a screen, says how far each may call, and hands out its
-- settings by a link that lives an hour. The password is kept nowhere but sealed inside such a link.
alter table pbx.phones
    add column label           text not null default '' check (length(label) <= 60),
    add column mac             text unique check (mac ~ '^[0-9a-f]{12}$'),
    add column reach           text not null default 'abroad'
        check (reach in ('internal', 'town', 'mobile', 'country', 'abroad')),
    add column minutes_per_day int check (minutes_per_day between 0 and 1440);
grant delete on pbx.phones to zhkh_system;

-- What all phones of an organisation may at most, and where its town is.
create table pbx.call_rights (
    organisation    text primary key,
    reach           text not null check (reach in ('internal', 'town', 'mobile', 'country', 'abroad')),
    minutes_per_day int check (minutes_per_day between 0 and 1440),
    home            text not null default '' check (home ~ '^((7|380)[0-9]{0,7})?$'),
    changed_at      timestamptz not null
);
grant select, insert, update on pbx.call_rights to zhkh_system;
select web.guard_by_organisation('pbx.call_rights');

create table pbx.phone_links (
    token_hash   bytea primary key,          -- SHA-256: the token itself is with whoever was given the link
    extension    text not null references pbx.phones on delete cascade,
    organisation text not null default '',
    sealed       text not null,              -- password and address, readable with the keys of the data folder only
    made_by      text not null,
    made_at      timestamptz not null,
    expires_at   timestamptz not null,
    opened       int not null default 0
);
create unique index on pbx.phone_links (extension);   -- a new link ends the one before
grant select, insert, update, delete on pbx.phone_links to zhkh_system;
select web.guard_by_organisation('pbx.phone_links');
