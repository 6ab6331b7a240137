-- Why: what serves all organisations (a shared phone, a shared queue, a line of an operator) is changed only by whoever
-- serves all of them. One place says who that is: organisations of the registry, and those that somebody who may sign in
-- works for, because a house that only telephones has no registry. The registry is made after this schema, so the
-- function looks for it when it is asked. It reads with the owner's rights: a person sees their own organisations only.
create function web.serves_everybody(served text[]) returns boolean language plpgsql stable security definer
    set search_path = '' as $$
begin
    return not exists (select from billing.organisations o where o.organisation <> all (served))
        and not exists (
            select from web.operators p, unnest(p.organisations) as works (organisation)
            where p.disabled_at is null and works.organisation <> all (served));
end $$;
revoke execute on function web.serves_everybody(text[]) from public;
grant execute on function web.serves_everybody(text[]) to zhkh_system, zhkh_web;
