-- Why: whoever sits at the server changes the key of the recordings, or lets the purge run, beside a host that works:
-- an order is a row the host takes. And a disk that runs low, or a call that could not be recorded, is said to people
-- at screens until it is over or somebody has looked.
create table pbx.recording_orders (
    id         uuid primary key,
    verb       text not null check (verb in ('rotateKey', 'purge')),
    ordered_by text not null check (ordered_by <> '' and length(ordered_by) <= 100),
    ordered_at timestamptz not null,
    key_id     text,                            -- of rotateKey: the key that was made for it
    done_at    timestamptz,
    succeeded  boolean,
    detail     text,
    check ((done_at is null) = (succeeded is null))
);
create index recording_orders_open on pbx.recording_orders (ordered_at) where done_at is null;
grant select, insert, update, delete on pbx.recording_orders to zhkh_system;

create table pbx.recording_alarms (
    id           uuid primary key,
    organisation text not null,
    kind         text not null check (kind in ('disk', 'partial')),
    reason       text not null check (reason in ('diskLow', 'diskCritical', 'diskFault', 'recordingPartial')),
    detail       text not null check (length(detail) <= 500),
    call_id      uuid,                          -- of partial: the last call
    times        int not null default 1,        -- of partial: calls since somebody looked
    raised_at    timestamptz not null,
    seen_at      timestamptz,
    seen_by      text,
    cleared_at   timestamptz,                   -- over; a partial one is over when somebody has looked
    check ((seen_at is null) = (seen_by is null))
);
create unique index recording_alarms_open on pbx.recording_alarms (organisation, kind) where cleared_at is null;
grant select, update on pbx.recording_alarms to zhkh_web;
grant select, insert, update, delete on pbx.recording_alarms to zhkh_system;
select web.guard_by_organisation('pbx.recording_alarms');
