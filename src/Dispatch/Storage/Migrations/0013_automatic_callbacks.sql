-- Why: when a dispatcher becomes free before the law's clock ends, the exchange makes the call itself if the
-- organisation wishes so. Its tries are evidence like a person's; one at which our own phone stayed silent is no try at
-- the resident, so it says so and the next one need not wait.
create table dispatch.callback_settings (
    organisation text primary key,
    is_automatic boolean not null,
    from_seconds int not null check (from_seconds between 0 and 540),   -- after the call's arrival
    changed_at   timestamptz not null,
    changed_by   text not null
);
select web.guard_by_organisation('dispatch.callback_settings');
grant select on dispatch.callback_settings to zhkh_system;
grant select, insert, update on dispatch.callback_settings to zhkh_web;

alter table dispatch.callback_attempts add column automatic boolean not null default false;
alter table dispatch.callback_attempts drop constraint callback_attempts_outcome_check;
alter table dispatch.callback_attempts add constraint callback_attempts_outcome_check
    check (outcome in ('pending', 'reached', 'notReached', 'leaseExpired', 'ownPhoneSilent'));
create index callbacks_next_try on dispatch.callbacks (next_try_at) where status = 'due' and phone is not null;
