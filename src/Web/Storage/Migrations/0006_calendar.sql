-- Why: calendar work (a campaign once a quarter, the nightly check of the ledger) must not be forgotten by a restart
-- and must run on one host only. These are the tables Quartz 4.7 asks for on PostgreSQL, in our schema; only the host
-- itself reads them. Quartz checks their columns at start, so a newer Quartz brings a migration of its own.

create table web.qrtz_job_details (
    sched_name text not null,
    job_name text not null,
    job_group text not null,
    description text,
    job_class_name text not null,
    is_durable bool not null,
    is_nonconcurrent bool not null,
    is_update_data bool not null,
    requests_recovery bool not null,
    job_data bytea,
    primary key (sched_name, job_name, job_group)
);

create table web.qrtz_triggers (
    sched_name text not null,
    trigger_name text not null,
    trigger_group text not null,
    job_name text not null,
    job_group text not null,
    description text,
    next_fire_time bigint,
    prev_fire_time bigint,
    priority integer,
    trigger_state text not null,
    trigger_type text not null,
    start_time bigint not null,
    end_time bigint,
    calendar_name text,
    misfire_instr smallint,
    misfire_orig_fire_time bigint,
    execution_group text,
    preferred_node text,
    preferred_node_auto bool not null default false,
    retry_policy text,
    retry_attempt integer,
    continues_trigger_name text,
    continues_trigger_group text,
    continuation_condition integer,
    overlap_policy integer,
    pause_reason text,
    paused_by text,
    paused_at bigint,
    misfire_threshold bigint,
    fixed_delay bool,
    job_data bytea,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, job_name, job_group) references web.qrtz_job_details
);

create table web.qrtz_simple_triggers (
    sched_name text not null,
    trigger_name text not null,
    trigger_group text not null,
    repeat_count bigint not null,
    repeat_interval bigint not null,
    times_triggered bigint not null,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references web.qrtz_triggers on delete cascade
);

create table web.qrtz_cron_triggers (
    sched_name text not null,
    trigger_name text not null,
    trigger_group text not null,
    cron_expression text not null,
    time_zone_id text,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references web.qrtz_triggers on delete cascade
);

create table web.qrtz_simprop_triggers (
    sched_name text not null,
    trigger_name text not null,
    trigger_group text not null,
    str_prop_1 text,
    str_prop_2 text,
    str_prop_3 text,
    int_prop_1 integer,
    int_prop_2 integer,
    long_prop_1 bigint,
    long_prop_2 bigint,
    dec_prop_1 numeric,
    dec_prop_2 numeric,
    bool_prop_1 bool,
    bool_prop_2 bool,
    time_zone_id text,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references web.qrtz_triggers on delete cascade
);

create table web.qrtz_blob_triggers (
    sched_name text not null,
    trigger_name text not null,
    trigger_group text not null,
    blob_data bytea,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references web.qrtz_triggers on delete cascade
);

create table web.qrtz_calendars (
    sched_name text not null,
    calendar_name text not null,
    calendar bytea not null,
    primary key (sched_name, calendar_name)
);

create table web.qrtz_paused_trigger_grps (
    sched_name text not null,
    trigger_group text not null,
    pause_reason text,
    paused_by text,
    paused_at bigint,
    primary key (sched_name, trigger_group)
);

create table web.qrtz_paused_job_grps (
    sched_name text not null,
    job_group text not null,
    pause_reason text,
    paused_by text,
    paused_at bigint,
    primary key (sched_name, job_group)
);

create table web.qrtz_fired_triggers (
    sched_name text not null,
    entry_id text not null,
    trigger_name text not null,
    trigger_group text not null,
    instance_name text not null,
    fired_time bigint not null,
    sched_time bigint not null,
    priority integer not null,
    state text not null,
    job_name text,
    job_group text,
    is_nonconcurrent bool not null,
    requests_recovery bool,
    execution_group text,
    progress integer,
    progress_message text,
    interrupt_requested_time bigint,
    primary key (sched_name, entry_id)
);

create table web.qrtz_scheduler_state (
    sched_name text not null,
    instance_name text not null,
    last_checkin_time bigint not null,
    checkin_interval bigint not null,
    quartz_version text,
    primary key (sched_name, instance_name)
);

create table web.qrtz_locks (
    sched_name text not null,
    lock_name text not null,
    primary key (sched_name, lock_name)
);

create index qrtz_triggers_due on web.qrtz_triggers (sched_name, trigger_state, next_fire_time);
create index qrtz_triggers_job on web.qrtz_triggers (sched_name, job_name, job_group);
create index qrtz_fired_trigger on web.qrtz_fired_triggers (sched_name, trigger_name, trigger_group);
create index qrtz_fired_instance on web.qrtz_fired_triggers (sched_name, instance_name);

grant select, insert, update, delete on web.qrtz_job_details, web.qrtz_triggers, web.qrtz_simple_triggers,
    web.qrtz_simprop_triggers, web.qrtz_cron_triggers, web.qrtz_blob_triggers, web.qrtz_calendars,
    web.qrtz_paused_trigger_grps, web.qrtz_paused_job_grps, web.qrtz_fired_triggers, web.qrtz_scheduler_state,
    web.qrtz_locks to zhkh_system;
