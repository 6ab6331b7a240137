-- Why: recordings are looked for by their length, newest first; and a telephone of the demo town that somebody removed
-- stays removed at the next start.
alter table pbx.recordings
    add column seconds int generated always as (extract(epoch from (ended_at - started_at))::int) stored;
-- The order of the list to the letter, and what is judged beside it, so that rare lengths are found in the index.
drop index pbx.recordings_newest;
create index recordings_newest on pbx.recordings (started_at desc, id desc) include (seconds, organisation);

-- One row for each number there was: as many as the exchange can give out.
create table pbx.phones_removed (
    extension  text primary key check (extension ~ '^[0-9]{2,8}$'),
    removed_at timestamptz not null
);
grant select, insert, update on pbx.phones_removed to zhkh_system;
