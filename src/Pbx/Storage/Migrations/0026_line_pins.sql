-- Why: a dispatcher may open the permanent line from a telephone that is not his own (UX §4.5, §5.6). The code is kept as
-- a slow salted hash: nobody can read it here, and guessing it costs time.
alter table pbx.phones add column line_pin text check (length(line_pin) <= 128);
