-- Why: nobody may be rung about a debt who has promised, disputes, has asked not to be called, or is not the debtor.
-- Such facts come from calls and from the office; each is inserted with its source and ended, never deleted.
create table billing.debt_marks (
    id             uuid primary key,
    organisation   text not null references billing.organisations,
    account_id     uuid references billing.accounts,
    phone          text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
    kind           text not null check (kind in ('promise', 'instalmentAgreement', 'dispute', 'court', 'optOut',
        'wrongPerson', 'deceased', 'subsidyPending', 'moratorium')),
    since          date not null,
    until          date check (until >= since),
    promised_minor bigint check (promised_minor > 0),
    source         text not null check (source <> ''),
    made_by        text not null check (made_by <> ''),
    made_at        timestamptz not null,
    ended_at       timestamptz,
    ended_by       text,
    check (account_id is not null or phone is not null or kind = 'moratorium'),
    check (kind <> 'promise' or (account_id is not null and until is not null)),
    check ((ended_at is null) = (ended_by is null))
);
create index debt_marks_account on billing.debt_marks (account_id) where ended_at is null;
create index debt_marks_phone on billing.debt_marks (organisation, phone) where ended_at is null and phone is not null;
create index debt_marks_everybody on billing.debt_marks (organisation)
    where ended_at is null and account_id is null and phone is null;

select web.guard_by_organisation('billing.debt_marks'::regclass);
grant select, insert on billing.debt_marks to zhkh_system, zhkh_web;
grant update (ended_at, ended_by) on billing.debt_marks to zhkh_system, zhkh_web;
