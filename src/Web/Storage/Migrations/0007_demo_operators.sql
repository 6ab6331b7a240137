-- Why: the users of the demo town have a password everybody knows. Started with --no-demo over the same database, the
-- product must not let them in; whoever gives one a password of its own has made a person of it.
alter table web.operators add column is_demo boolean not null default false;

update web.operators set is_demo = true
where login in ('dispatcher', 'dispatcher2', 'supervisor', 'clerk', 'billing', 'admin') or login ~ '^crew[1-9]$';
