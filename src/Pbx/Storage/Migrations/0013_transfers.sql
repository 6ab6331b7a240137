-- Why: who passed a call on, to whom and when is part of the call's story; the journal has it, reports read it here.
alter table pbx.calls add column transfers jsonb not null default '[]';
-- A phone that can answer by itself what its owner asked for from a screen (Call-Info, answer-after).
alter table pbx.phones add column answers_itself boolean not null default false;
