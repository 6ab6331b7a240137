-- Why: rows are guarded by the database too, so a forgotten WHERE in a screen shows nothing instead of a neighbour's
-- data. zhkh_system is the drain, the relay and the robot; zhkh_web is whatever a signed-in person asks for and sees
-- only the organisations named in app.organisations (SET LOCAL, hence always inside a transaction).
do $$
begin
    if not exists (select from pg_roles where rolname = 'zhkh_system') then
        create role zhkh_system nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'zhkh_web') then
        create role zhkh_web nologin;
    end if;
exception
    when duplicate_object or unique_violation then null;   -- another database of this cluster was quicker
end $$;

grant zhkh_system, zhkh_web to current_user;

create schema if not exists web;
grant usage on schema web to zhkh_system, zhkh_web;

create function web.organisations() returns text[] language sql stable parallel safe as
    $$ select string_to_array(coalesce(current_setting('app.organisations', true), ''), ',') $$;

-- One guard for every table that carries an organisation: the owner and the system see all, the web its own.
create function web.guard_by_organisation(target regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy owner_all on %s to current_user using (true) with check (true)', target);
    execute format('create policy system_all on %s to zhkh_system using (true) with check (true)', target);
    execute format('create policy web_own on %s to zhkh_web
        using (organisation = any (web.organisations())) with check (organisation = any (web.organisations()))', target);
end $$;
