-- Why: a closed month is what was reported to residents and to the tax office. Whatever becomes known later lands in
-- the first open month. The day up to which the books are closed only ever grows.
create table billing.books (
    organisation   text primary key references billing.organisations,
    closed_through date check (closed_through = (date_trunc('month', closed_through) + interval '1 month - 1 day'))
);
insert into billing.books (organisation) select organisation from billing.organisations;

create function billing.open_books() returns trigger language plpgsql security definer
    set search_path = billing, pg_temp as $$
begin
    insert into books (organisation) values (new.organisation);
    return null;
end $$;
create trigger open_books after insert on billing.organisations
    for each row execute function billing.open_books();

-- Whoever posts holds the books, shared, until commit; whoever closes waits for them, and they for him. A transaction
-- with an old snapshot would read the day from before the close: it locks the row, which then fails to serialise.
create function billing.hold_books(of_organisation text) returns date language plpgsql volatile security definer
    set search_path = billing, pg_temp as $$
declare
    closed date;
begin
    perform pg_advisory_xact_lock_shared(hashtext('billing.books'), hashtext(of_organisation));
    if current_setting('transaction_isolation') = 'read committed' then
        select closed_through into closed from books where organisation = of_organisation;
    else
        select closed_through into closed from books where organisation = of_organisation for share;
    end if;
    return closed;
end $$;

create function billing.refuse_closed_month() returns trigger language plpgsql security definer
    set search_path = billing, pg_temp as $$
declare
    one record;
begin
    for one in select organisation, min(effective_on) as day from arrived group by organisation order by organisation
    loop
        if one.day <= hold_books(one.organisation) then
            raise exception 'The month of % is closed for %', one.day, one.organisation
                using errcode = 'object_not_in_prerequisite_state',
                    hint = 'A correction is posted in the first open month';
        end if;
    end loop;
    return null;
end $$;
create trigger closed_month after insert on billing.postings referencing new table as arrived
    for each statement execute function billing.refuse_closed_month();

-- A price that begins in a closed month would change what was reported.
create function billing.refuse_closed_day() returns trigger language plpgsql security definer
    set search_path = billing, pg_temp as $$
begin
    if (tg_op = 'INSERT' and new.valid_from <= hold_books(new.organisation))
        or (tg_op = 'UPDATE' and new.valid_to <= hold_books(new.organisation)) then
        raise exception 'That day of % is closed for %', tg_table_name, new.organisation
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    return new;
end $$;
create trigger closed_day before insert or update on billing.tariffs
    for each row execute function billing.refuse_closed_day();
create trigger closed_day before insert or update on billing.norms
    for each row execute function billing.refuse_closed_day();

create function billing.books_only_close() returns trigger language plpgsql as $$
begin
    if tg_op <> 'UPDATE' or new.organisation <> old.organisation or new.closed_through is null
        or new.closed_through < old.closed_through then
        raise exception 'A closed month stays closed: % on %', tg_op, tg_table_name
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    return new;
end $$;
create trigger only_close before update or delete on billing.books
    for each row execute function billing.books_only_close();
create trigger never_empty before truncate on billing.books
    for each statement execute function billing.forbid_rewriting();

create function billing.months_stay_closed() returns trigger language plpgsql as $$
begin
    if old.status = 'closed' or (tg_op = 'DELETE' and old.status <> 'open') then
        raise exception 'Month % of % is %: % is refused', old.month, old.organisation, old.status, tg_op
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger stay_closed before update or delete on billing.months
    for each row execute function billing.months_stay_closed();
create trigger never_empty before truncate on billing.months
    for each statement execute function billing.forbid_rewriting();

-- The only way to close: takes the books from everybody who posts, then moves the day.
create function billing.close_books(of_organisation text, month date) returns void language plpgsql
    security definer set search_path = billing, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtext('billing.books'), hashtext(of_organisation));
    update books set closed_through = (date_trunc('month', month) + interval '1 month - 1 day')::date
    where organisation = of_organisation;
end $$;
revoke execute on function billing.close_books(text, date) from public;
grant execute on function billing.close_books(text, date) to zhkh_system, zhkh_web;

select web.guard_by_organisation('billing.books');
grant select on billing.books to zhkh_system, zhkh_web;

-- Guards fire for replication too, and the owner cannot switch them off by ALTER TABLE.
create view billing.guards as
select c.relname as table_name, t.tgname as name, t.tgenabled = 'A' as always
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'billing' and not t.tgisinternal
    and c.relname in ('postings', 'entries', 'charges', 'books', 'months', 'tariffs', 'norms');
create table billing.guards_wanted (table_name text, name text, primary key (table_name, name));
insert into billing.guards_wanted select table_name, name from billing.guards;
grant select on billing.guards, billing.guards_wanted to zhkh_system;

do $$
declare
    guard record;
begin
    for guard in select table_name, name from billing.guards loop
        execute format('alter table billing.%I enable always trigger %I', guard.table_name, guard.name);
    end loop;
end $$;

create function billing.guards_stand() returns event_trigger language plpgsql as $$
begin
    if exists (select from billing.guards_wanted w left join billing.guards g
        on g.table_name = w.table_name and g.name = w.name where g.always is not true) then
        raise exception 'The guards of the ledger are not switched off'
            using errcode = 'insufficient_privilege';
    end if;
end $$;

-- Only a superuser can make one; where the owner is none, the nightly check says that a guard is gone.
do $$
begin
    create event trigger billing_guards on ddl_command_end when tag in ('ALTER TABLE', 'DROP TRIGGER')
        execute function billing.guards_stand();
exception
    when insufficient_privilege then raise notice 'No event trigger: the nightly check watches the guards alone';
end $$;
