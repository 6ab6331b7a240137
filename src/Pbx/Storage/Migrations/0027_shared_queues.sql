-- Why: a queue without an organisation works wherever an organisation has none of its own. Whoever administers every
-- organisation of the house may change it; whoever sees only some of them may not touch the callers of the others.
create function pbx.serves_everybody() returns boolean language sql stable security definer set search_path = '' as
    $$ select not exists (
        select from web.operators o, unnest(o.organisations) as served (organisation)
        where served.organisation <> all (web.organisations())) $$;
grant execute on function pbx.serves_everybody() to zhkh_web;
create policy web_shared on pbx.queues to zhkh_web
    using (organisation = '' and pbx.serves_everybody()) with check (organisation = '' and pbx.serves_everybody());

comment on column pbx.queues.skills is 'the least a person must be able to do: name, or name:level, 1 to 9';
comment on column pbx.agent_skills.skills is 'what a person can do: name, or name:level, 1 to 9';
