-- Why: "my tickets" are found by who is signed in. Two people may have one name, and a name may change; the login is
-- kept beside the name that the journal shows. Tickets taken before have none and are nobody's own.
alter table dispatch.tickets add column opened_login text;
