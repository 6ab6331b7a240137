-- Why: accounts, premises, people and phones are what every other fact of the town hangs on. One installation serves
-- many organisations, so each row says whose it is and is guarded by it from the first day.
create schema billing;
grant usage on schema billing to zhkh_system, zhkh_web;

create table billing.organisations (
    organisation text primary key check (organisation ~ '^[a-z][a-z0-9_]{1,31}$'),
    name_ru      text not null,
    name_uk      text not null,
    kind         text not null check (kind in ('manager', 'homeownersAssociation', 'supplier', 'housingOffice')),
    jurisdiction text not null check (jurisdiction in ('RU', 'UA')),
    currency     text not null check (currency ~ '^[A-Z]{3}$'),
    language     text not null check (language in ('ru', 'uk')),
    time_zone    text not null
);

create table billing.houses (
    id           uuid primary key,
    organisation text not null references billing.organisations,
    city         text not null,
    street       text not null,
    number       text not null,
    floors       int  not null check (floors between 1 and 200),
    unique (organisation, city, street, number)
);

create table billing.premises (
    id           uuid primary key,
    organisation text not null references billing.organisations,
    house_id     uuid not null references billing.houses,
    flat         text not null,
    entrance     int check (entrance between 1 and 100),
    floor        int check (floor between -5 and 200),
    area         numeric(9, 2) check (area > 0),
    registered   int not null default 1 check (registered >= 0),
    unique (house_id, flat)
);

create table billing.people (
    id           uuid primary key,
    organisation text not null references billing.organisations,
    surname      text not null,
    given_name   text not null,
    patronymic   text
);

create table billing.occupancies (
    premise_id   uuid not null references billing.premises,
    person_id    uuid not null references billing.people,
    organisation text not null references billing.organisations,
    kind         text not null check (kind in ('owner', 'tenant', 'resident')),
    since        date not null,
    until        date check (until >= since),
    primary key (premise_id, person_id)
);
create index occupancies_person on billing.occupancies (person_id);

create table billing.accounts (
    id           uuid primary key,
    organisation text not null references billing.organisations,
    number       text not null check (number ~ '^[0-9]{4,20}$'),
    premise_id   uuid not null references billing.premises,
    opened_on    date not null,
    closed_on    date check (closed_on >= opened_on),
    unique (organisation, number)
);
create index accounts_number on billing.accounts (number text_pattern_ops);
create index accounts_premise on billing.accounts (premise_id);

-- A phone may belong to several accounts and an account to several phones; the person is known or not.
create table billing.person_phones (
    account_id   uuid not null references billing.accounts,
    phone        text not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
    organisation text not null references billing.organisations,
    person_id    uuid references billing.people,
    source       text not null check (source in ('contract', 'call', 'office', 'import', 'web')),
    language     text check (language in ('ru', 'uk')),
    since        timestamptz not null,
    primary key (account_id, phone)
);
create index person_phones_phone on billing.person_phones (phone text_pattern_ops);

-- What a dispatcher types («гаг 14 30», «крав лео»): one row per word of the street and of a name, so that every
-- query is a prefix on a B-tree. pg_trgm may be absent where this runs.
create table billing.account_words (
    account_id   uuid not null references billing.accounts,
    word         text not null,
    kind         text not null check (kind in ('street', 'name')),
    house        text not null,
    flat         text not null,
    organisation text not null references billing.organisations,
    primary key (account_id, word, kind)
);
create index account_words_place on billing.account_words (house, flat, word text_pattern_ops);
create index account_words_word on billing.account_words (word text_pattern_ops);

-- Numbers of the law and of our own regulation, by jurisdiction and by date, each with where it comes from.
-- Not an organisation's data: no row guard.
create table billing.legal_rules (
    jurisdiction text not null check (jurisdiction in ('RU', 'UA')),
    code         text not null,
    value        numeric not null,
    valid_from   date not null,
    valid_to     date check (valid_to > valid_from),
    source       text not null,
    primary key (jurisdiction, code, valid_from)
);

select web.guard_by_organisation(t::regclass)
from unnest(array['billing.organisations', 'billing.houses', 'billing.premises', 'billing.people',
    'billing.occupancies', 'billing.accounts', 'billing.person_phones', 'billing.account_words']) as t;

grant select on billing.legal_rules to zhkh_system, zhkh_web;
grant select, insert, update on billing.organisations to zhkh_system;
grant select on billing.organisations to zhkh_web;
grant select, insert, update on billing.houses, billing.premises, billing.people, billing.occupancies,
    billing.accounts, billing.person_phones to zhkh_system, zhkh_web;
grant delete on billing.person_phones to zhkh_system, zhkh_web;
grant select, insert, update, delete on billing.account_words to zhkh_system, zhkh_web;
