-- Why: every console asks how many callbacks of the last day were in time.
create index callbacks_by_arrival on dispatch.callbacks (arrived_at);
