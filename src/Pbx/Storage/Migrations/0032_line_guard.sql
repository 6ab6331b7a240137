-- Why: a line of an operator belongs to the organisations it serves. A person sees and changes one when all of those are
-- theirs; one that serves all is seen by everybody and changed by whoever serves everybody. What that means is said once,
-- by web.serves_everybody, for lines as for the shared queues.
alter table pbx.trunks enable row level security;
alter table pbx.trunks force row level security;
create policy owner_all on pbx.trunks to current_user using (true) with check (true);
create policy system_all on pbx.trunks to zhkh_system using (true) with check (true);
create policy web_own on pbx.trunks to zhkh_web
    using (organisations <> '{}' and organisations <@ web.organisations())
    with check (organisations <> '{}' and organisations <@ web.organisations());
create policy web_shared_read on pbx.trunks for select to zhkh_web using (organisations = '{}');
create policy web_shared on pbx.trunks to zhkh_web
    using (organisations = '{}' and web.serves_everybody(web.organisations()))
    with check (organisations = '{}' and web.serves_everybody(web.organisations()));

drop policy web_shared on pbx.queues;
create policy web_shared on pbx.queues to zhkh_web
    using (organisation = '' and web.serves_everybody(web.organisations()))
    with check (organisation = '' and web.serves_everybody(web.organisations()));
drop function pbx.serves_everybody();
